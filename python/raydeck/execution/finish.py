"""The end of an execution: one outcome, flushed, reported, and out."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from dataclasses import replace
from typing import NoReturn

from ..context import Context
from .attempt_api import Answer, AttemptApi, encode
from .flush import flush_streams
from .heartbeat import Heartbeat
from .kept_log import send_log
from .outcome import Outcome
from .outcome_body import outcome_body
from .output import Output
from .process_group import kill_rest_of_group
from .report import Report, report
from .session import Session
from .upload_result import upload_result
from .usage import cpu_seconds, peak_memory_bytes

EXIT_REPORTED, EXIT_UNREPORTED, EXIT_REFUSED, EXIT_UNREACHABLE = 0, 75, 76, 77


class Finish:
    """Whoever claims the end first (the main thread, or the guard) reports; the other lets it."""

    def __init__(
        self,
        *,
        api: AttemptApi,
        session: Session,
        execution_id: str,
        context: Context,
        output: Output,
        heartbeat: Heartbeat,
        grace_seconds: float,
    ) -> None:
        self._api = api
        self._session = session
        self._execution_id = execution_id
        self._context = context
        self._output = output
        self._heartbeat = heartbeat
        self._grace_seconds = grace_seconds
        self._claim = threading.Lock()

    @property
    def is_claimed(self) -> bool:
        return self._claim.locked()

    def claim(self) -> bool:
        """True for the first caller only."""
        return self._claim.acquire(blocking=False)

    def report_in_thread(self, outcome: Outcome, *, is_urgent: bool) -> None:
        """`report_and_exit` where no signal handler of user code can break in: those run in the main thread only."""
        try:
            threading.Thread(target=self.report_and_exit, args=(outcome,), kwargs={"is_urgent": is_urgent}).start()
        except RuntimeError:  # user code has used up all threads
            self.report_and_exit(outcome, is_urgent=is_urgent)

    def report_and_exit(self, outcome: Outcome, *, is_urgent: bool) -> NoReturn:
        """Report until acknowledged, then leave at once: threads, children and `atexit` do not hold up the end.

        Exit code 0: committed. 75: not within the grace. 76: a worker refused it.
        """
        code = EXIT_UNREPORTED
        try:
            self._heartbeat.stop()
            if outcome.error is not None:
                self._output.say(outcome.error["traceback"])
            flush_streams(0.3 if is_urgent else 2.0)
            self._output.settle()
            end = self._report(outcome, is_urgent=is_urgent)
            code = {"committed": EXIT_REPORTED, "refused": EXIT_REFUSED, "unreported": EXIT_UNREPORTED}[end.end]
            if code != EXIT_REPORTED:
                attempt = self._session.attempt_id
                self._output.say(f"raydeck: outcome of attempt {attempt} {end.end} ({end.detail}): {outcome.summary}\n")
            elif self._is_log_cut():
                send_log(
                    self._api, self._session.token, self._output, self._session.log_limit_bytes, is_urgent=is_urgent
                )
            self._output.close()
        except BaseException as error:
            self._output.say(f"raydeck: {type(error).__name__} while reporting: {error}\n")
        finally:
            with contextlib.suppress(BaseException):
                kill_rest_of_group()
            os._exit(code)
        raise AssertionError("unreachable")

    def _report(self, outcome: Outcome, *, is_urgent: bool) -> Report:
        give_up_at = time.monotonic() + self._grace_seconds
        result = None if outcome.result is None else outcome.result.encode("utf-8")
        upload_id = None
        if result is not None and len(result) > self._session.result_limit_bytes:
            uploaded = upload_result(self._api, self._session.token, result, give_up_at)
            if isinstance(uploaded, Answer):
                return Report("refused" if uploaded.verdict == "refused" else "unreported", str(uploaded))
            outcome, upload_id = replace(outcome, result=None), uploaded
        body = encode(self._body(outcome, upload_id))
        left = max(0.0, give_up_at - time.monotonic())
        return report(self._api, self._session.token, body, left, is_urgent=is_urgent)

    def _is_log_cut(self) -> bool:
        """Whether the outcome's tail did not hold all of the output."""
        _, log_bytes = self._output.tail(0)
        return self._session.log_limit_bytes > 0 and log_bytes > self._session.log_tail_limit_bytes

    def _body(self, outcome: Outcome, upload_id: str | None) -> dict[str, object]:
        log_tail, log_bytes = self._output.tail(self._session.log_tail_limit_bytes)
        return outcome_body(
            outcome,
            execution_id=self._execution_id,
            upload_id=upload_id,
            log_tail=log_tail,
            log_bytes=log_bytes,
            peak_memory=peak_memory_bytes(),
            cpu=cpu_seconds(),
            progress=self._context._progress,
        )
