"""One execution, from the start gate to the exit code."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import threading
import time
from typing import NoReturn

from ..context import Context, set_context
from .attempt_api import AttemptApi
from .finish import EXIT_REFUSED, EXIT_UNREACHABLE, Finish
from .forked_child import leave_forked_child
from .gate import GateRefused, GateUnreachable, Passage, pass_gate
from .guard import Guard
from .heartbeat import Heartbeat
from .output import open_output
from .process_group import lead_own_group
from .run_attempt import Run
from .settings import Settings
from .stop_signal import StopSignal
from .stored_arguments import fetch_arguments


def execute(settings: Settings, api: AttemptApi) -> int:
    """Pass the gate and run the attempt. Returns an exit code (76, 77) only when the gate was not passed."""
    lead_own_group()
    began_at = time.monotonic()
    try:
        passage = pass_gate(api, settings)
    except GateRefused as refused:
        print(f"raydeck: the start gate refused this execution: {refused}", file=sys.stderr)
        return EXIT_REFUSED
    except GateUnreachable as unreachable:
        waited = time.monotonic() - began_at
        print(f"raydeck: no worker could be reached in {waited:.0f} s: {unreachable}", file=sys.stderr)
        return EXIT_UNREACHABLE
    return _run(settings, api, passage)


def _run(settings: Settings, api: AttemptApi, passage: Passage) -> NoReturn:
    started_at, session = time.monotonic(), passage.session
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # By line, or the tail would lag behind; and no character that the locale lacks may fail a task's print.
            stream.reconfigure(line_buffering=True, errors="backslashreplace")
    output = open_output(session.log_limit_bytes)
    if session.setup_log is not None:
        output.say(session.setup_log)
    context = Context(
        task_id=session.task_id,
        attempt_id=session.attempt_id,
        number=session.attempt_number,
        max_attempts=session.max_attempts,
        queue=session.queue,
        idempotency_key=session.idempotency_key,
    )
    set_context(context)
    stop_signal = StopSignal(context)
    run = Run(
        session,
        context,
        stop_signal,
        lambda stored: fetch_arguments(api, session.token, stored, settings.report_grace_seconds),
    )
    heartbeat = Heartbeat(api, session, passage.execution_id, context, output, last_contact=passage.asked_at)
    finish = Finish(
        api=api,
        session=session,
        execution_id=passage.execution_id,
        context=context,
        output=output,
        heartbeat=heartbeat,
        grace_seconds=settings.report_grace_seconds,
    )
    main_thread = threading.get_ident()
    guard = Guard(
        stop_signal=stop_signal,
        heartbeat=heartbeat,
        finish=finish,
        output=output,
        silence_limit_seconds=session.silence_limit_seconds,
        deadline_at=None if session.deadline_seconds is None else started_at + session.deadline_seconds,
        stopped=lambda: run.stopped(main_thread),
        timed_out=lambda: run.timed_out(main_thread),
    )
    pid = os.getpid()
    heartbeat.start()
    guard.start()
    outcome = run.run()
    if os.getpid() != pid:
        leave_forked_child(run.error)
    if finish.claim():
        finish.report_in_thread(outcome, is_urgent=stop_signal.arrived)
    while True:
        # A signal handler or an alarm that user code has left behind may still raise here, in the main thread.
        with contextlib.suppress(BaseException):
            time.sleep(60)
