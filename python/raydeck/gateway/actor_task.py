"""One task in an actor: the phases of an attempt, with what an actor has in place of a process of its own."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..context import Context, set_context
from ..execution.attempt_api import Answer, AttemptApi, encode_text
from ..execution.failure import own_failure
from ..execution.flush import flush_streams
from ..execution.kept_log import send_log
from ..execution.outcome import Outcome
from ..execution.outcome_body import outcome_body
from ..execution.recent import Recent
from ..execution.run_attempt import Bound, Run
from ..execution.session import Session, parse_session
from ..execution.stored_arguments import fetch_arguments
from ..execution.upload_result import upload_result
from ..execution.usage import cpu_seconds, peak_memory_bytes
from .actor_output import ActorOutput
from .coroutine_output import CoroutineOutput
from .interrupts import TaskStop
from .own_process import OwnProcess

# To read what it has used up costs as much as a small task.
MEASURED_SECONDS = 0.02
# And what came before it: a tenth of that is near enough.
_recent_cpu_seconds = Recent(cpu_seconds, MEASURED_SECONDS / 10)


@dataclass(eq=False)
class ActorTask:
    """A task that this actor has begun. `own_output`: of one that runs beside others; `process`: of one that runs in
    a process of its own.
    """

    id: str
    execution_id: str
    session: Session
    context: Context
    stop: TaskStop
    run_state: Run
    began_at: float
    cpu_before: float
    own_output: CoroutineOutput | None = None
    process: OwnProcess | None = None

    @property
    def seconds(self) -> float:
        """Since it began."""
        return time.monotonic() - self.began_at

    @property
    def cpu_seconds(self) -> float | None:
        """Of the process since it began; None beside others, whose time it is as well."""
        if self.process is not None:
            return self.process.cpu_seconds
        return None if self.own_output is not None else round(max(0.0, cpu_seconds() - self.cpu_before), 6)

    @property
    def peak_memory_bytes(self) -> int | None:
        """Of the process that it runs in."""
        return peak_memory_bytes() if self.process is None else self.process.peak_memory_bytes

    def run(self, *, beside_others: bool) -> Outcome | Bound:
        """Run user code; of a coroutine function that may run beside others, all but the coroutine. Never raises."""
        set_context(self.context)
        try:
            loaded = self.run_state.load()
            if isinstance(loaded, Outcome):
                return loaded
            if beside_others and loaded.is_coroutine_function:
                return self.run_state.bind(loaded)
            return self.run_state.call(loaded)
        finally:
            set_context(None)

    def leave_main_thread(self, output: ActorOutput) -> None:
        """It goes on beside others, with an output of its own, in which what it has printed so far stands first."""
        self._flush()
        self.own_output = CoroutineOutput(self.session.log_limit_bytes)
        text, _ = output.tail(self.session.log_tail_limit_bytes)
        if text:
            self.own_output.say(text)

    def report(self, outcome: Outcome, main_output: ActorOutput, api: AttemptApi, grace_seconds: float) -> str:
        """The outcome's body, once what it refers to is stored."""
        output = self.own_output or main_output
        if outcome.error is not None:
            output.say(outcome.error["traceback"])
        if self.own_output is None:
            self._flush()
        outcome, upload_id = self._stored(outcome, api, grace_seconds)
        log_tail, log_bytes = output.tail(self.session.log_tail_limit_bytes)
        is_measured = self.process is not None or self.seconds >= MEASURED_SECONDS
        body = outcome_body(
            outcome,
            execution_id=self.execution_id,
            upload_id=upload_id,
            log_tail=log_tail or None,
            log_bytes=log_bytes or None,
            peak_memory=self.peak_memory_bytes if is_measured else None,
            cpu=self.cpu_seconds if is_measured else None,
            progress=self.context._progress,
        )
        if self.session.log_limit_bytes > 0 and log_bytes > self.session.log_tail_limit_bytes:
            # Before the outcome: the next task's output follows in the same file.
            send_log(api, self.session.token, output.whole, self.session.log_limit_bytes, is_urgent=False)
        return encode_text({name: value for name, value in body.items() if value is not None})

    def _flush(self) -> None:
        if self.seconds >= MEASURED_SECONDS:
            return flush_streams(2.0)
        # The thread that `flush_streams` starts, for streams that are locked for ever, costs more than a small task.
        for stream in (sys.stdout, sys.stderr):
            try:  # noqa: SIM105 (of a small task's time, `suppress` takes its share)
                stream.flush()
            except Exception:  # closed, None, or an object of the user's
                pass
        return None

    def _stored(self, outcome: Outcome, api: AttemptApi, grace_seconds: float) -> tuple[Outcome, str | None]:
        if outcome.result is None or len(outcome.result) * 4 <= self.session.result_limit_bytes:
            return outcome, None
        result = outcome.result.encode("utf-8")
        if len(result) <= self.session.result_limit_bytes:
            return outcome, None
        uploaded = upload_result(api, self.session.token, result, time.monotonic() + grace_seconds)
        if not isinstance(uploaded, Answer):
            return replace(outcome, result=None), uploaded
        text = f"the result could not be stored: {uploaded}"
        error = own_failure("ResultNotStored", text, f"ResultNotStored: {text}\n", "serialise", retryable=True)
        return replace(outcome, state="FAILED", result=None, error=error), None


def begin_task(task_id: str, text: str, common: Mapping[str, Any], api: AttemptApi, grace_seconds: float) -> ActorTask:
    """From the frame's text; `common` is what all tasks of the lane share."""
    given = json.loads(text)
    session = parse_session({**common, **given})
    context = Context(
        task_id=session.task_id,
        attempt_id=session.attempt_id,
        number=session.attempt_number,
        max_attempts=session.max_attempts,
        queue=session.queue,
        idempotency_key=session.idempotency_key,
    )
    stop = TaskStop(context)
    run = Run(session, context, stop, lambda stored: fetch_arguments(api, session.token, stored, grace_seconds))
    began_at, cpu_before = time.monotonic(), _recent_cpu_seconds()
    return ActorTask(task_id, str(given["executionId"]), session, context, stop, run, began_at, cpu_before)
