"""The end of an execution: one outcome, flushed, reported, and out."""

from __future__ import annotations

import contextlib
import os
import threading
from typing import NoReturn

from ..context import Context
from .attempt_api import AttemptApi, encode
from .flush import flush_streams
from .heartbeat import Heartbeat
from .outcome import Outcome
from .output import Output
from .process_group import kill_rest_of_group
from .report import report
from .session import Session
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
            body = encode(self._body(outcome))
            end = report(self._api, self._session.token, body, self._grace_seconds, is_urgent=is_urgent)
            code = {"committed": EXIT_REPORTED, "refused": EXIT_REFUSED, "unreported": EXIT_UNREPORTED}[end.end]
            if code != EXIT_REPORTED:
                attempt = self._session.attempt_id
                self._output.say(f"raydeck: outcome of attempt {attempt} {end.end} ({end.detail}): {outcome.summary}\n")
            self._output.close()
        except BaseException as error:
            self._output.say(f"raydeck: {type(error).__name__} while reporting: {error}\n")
        finally:
            with contextlib.suppress(BaseException):
                kill_rest_of_group()
            os._exit(code)
        raise AssertionError("unreachable")

    def _body(self, outcome: Outcome) -> dict[str, object]:
        log_tail, log_bytes = self._output.tail(self._session.log_tail_limit_bytes)
        return {
            "executionId": self._execution_id,
            "version": 1,
            "state": outcome.state,
            "result": outcome.result,
            "error": outcome.error,
            "startedAt": outcome.started_at,
            "finishedAt": outcome.finished_at,
            "logTail": log_tail,
            "logBytes": log_bytes,
            "peakMemoryBytes": peak_memory_bytes(),
            "cpuSeconds": cpu_seconds(),
            "progress": self._context._progress,
        }
