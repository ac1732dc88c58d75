"""The heartbeat: signs of life, progress and log out; the wish to cancel in; the end, when the attempt is not ours."""

from __future__ import annotations

import threading
import time
from typing import Any

from ..context import Context
from .attempt_api import Answer, AttemptApi, encode
from .live_budget import LiveBudget
from .output import Output
from .process_group import kill_own_group
from .session import Session
from .usage import cpu_seconds, peak_memory_bytes

REQUEST_TIMEOUT_SECONDS = 5.0
SHORTEST_SECONDS, LONGEST_SECONDS = 0.05, 300.0


class Heartbeat:
    """A thread from `start()` to `stop()`.

    `last_contact` (monotonic seconds) is when the last request that got a 200 was *sent*: the worker counts this
    attempt's silence from later on, so the dead-man limit that counts from here ends before the worker's.
    """

    def __init__(
        self,
        api: AttemptApi,
        session: Session,
        execution_id: str,
        context: Context,
        output: Output,
        last_contact: float,
    ) -> None:
        self._api = api
        self._session = session
        self._execution_id = execution_id
        self._context = context
        self._output = output
        self._stopped = threading.Event()
        self._judging = threading.Lock()
        self._acknowledged_bytes = -1
        self._budget = LiveBudget()
        self.last_contact = last_contact

    def start(self) -> None:
        threading.Thread(target=self._run, name="raydeck-heartbeat", daemon=True).start()

    def stop(self) -> None:
        """No answer ends the process from here on: one in flight may find the attempt finished by our own report."""
        with self._judging:
            self._stopped.set()

    def _run(self) -> None:
        wait = self._session.heartbeat_seconds
        while not self._stopped.wait(min(LONGEST_SECONDS, max(SHORTEST_SECONDS, wait))):
            wait = self._beat(wait)

    def _beat(self, interval: float) -> float:
        sent_at = time.monotonic()
        log_tail, log_bytes = self._tail()
        body = self._body(log_tail, log_bytes)
        answer = self._api.post("heartbeat", self._session.token, encode(body), REQUEST_TIMEOUT_SECONDS)
        if answer.status in (401, 409):
            self._end_unless_stopped(answer)
        if answer.verdict != "ok":
            return interval
        self.last_contact = sent_at
        self._acknowledged_bytes = log_bytes
        return self._heed(answer, interval)

    def _tail(self) -> tuple[str | None, int]:
        """The end of the output, unless it is known; shorter, and saying so, when it comes in floods."""
        limit = self._session.log_tail_limit_bytes
        allowed = self._budget.allow(limit)
        log_tail, log_bytes = self._output.tail(allowed)
        if log_bytes == self._acknowledged_bytes:
            return None, log_bytes
        self._budget.spend(len(log_tail))
        if allowed < min(limit, log_bytes):
            log_tail = f"[raydeck: {log_bytes - allowed} bytes left out, it prints too fast to be shown]\n{log_tail}"
        return log_tail, log_bytes

    def _body(self, log_tail: str | None, log_bytes: int) -> dict[str, Any]:
        return {
            "executionId": self._execution_id,
            "progress": self._context._progress,
            "logTail": log_tail,
            "logBytes": log_bytes,
            "peakMemoryBytes": peak_memory_bytes(),
            "cpuSeconds": cpu_seconds(),
        }

    def _heed(self, answer: Answer, interval: float) -> float:
        try:
            wishes = answer.json_object()
            if wishes.get("cancelRequested") is True:
                self._context._cancel("cancel was requested")
            return float(wishes.get("nextHeartbeatSeconds", interval))
        except (ValueError, TypeError):
            return interval

    def _end_unless_stopped(self, answer: Answer) -> None:
        with self._judging:
            if not self._stopped.is_set():
                self._output.say(f"raydeck: this attempt is not live any more ({answer}); ending the process group\n")
                self._output.settle()
                kill_own_group()
