"""What is new in a log of which only the end is kept."""

from __future__ import annotations

import time

from . import requests
from .decode import decode
from .errors import UnavailableError
from .exchange import Pause, Plan
from .plans import PATIENCE_SECONDS, ask, attempt_log
from .records import AttemptLog, LogChunk, TaskDetail

POLL_SECONDS = 1


class LogFollower:
    """Call `look` until `is_done`: each time it gives what was put out since, from the last attempt on to the
    task's end.
    """

    def __init__(self, task_id: object) -> None:
        self._task_id = task_id
        self._seen: dict[str, AttemptLog] = {}
        self._first_number: int | None = None
        self._heard_at: float | None = None
        self.is_done = False

    def look(self) -> Plan[list[LogChunk]]:
        """What is new. A console that stops answering is borne with for five minutes, as by `wait`."""
        try:
            chunks = yield from self._look()
        except UnavailableError:
            if self._heard_at is None or time.monotonic() - self._heard_at > PATIENCE_SECONDS:
                raise
            yield Pause(POLL_SECONDS)
            return []
        self._heard_at = time.monotonic()
        return chunks

    def _look(self) -> Plan[list[LogChunk]]:
        # Held for a second: between two looks, or less when the task ends meanwhile.
        wait_seconds = 0 if self._first_number is None else POLL_SECONDS
        began = time.monotonic()
        task = decode(TaskDetail, (yield from ask(requests.get_task(self._task_id, wait_seconds))))
        if self._first_number is None and task.last_attempt is not None:
            self._first_number = task.last_attempt.number
        elif self._first_number is None and not task.is_final:
            yield Pause(POLL_SECONDS)
        chunks: list[LogChunk] = []
        for attempt in reversed(task.attempts):
            before = self._seen.get(attempt.id)
            if attempt.number < (self._first_number or 0) or (before is not None and before.final):
                continue
            log = yield from attempt_log(attempt.id)
            self._seen[attempt.id] = log
            text, is_gap = news(before, log)
            if text or is_gap:
                chunks.append(LogChunk(attempt.id, attempt.number, text, is_gap))
        self.is_done = task.is_final and all(log.final for log in self._seen.values())
        if wait_seconds and not self.is_done and time.monotonic() - began < POLL_SECONDS / 2:
            yield Pause(POLL_SECONDS / 2)  # a server that does not hold the line, or a log that ends after its task
        return chunks


def news(before: AttemptLog | None, now: AttemptLog) -> tuple[str, bool]:
    """The text that is new, and whether something between is missing."""
    if before is None:
        return now.text, now.truncated
    if now.size_bytes == before.size_bytes and now.text == before.text:
        return "", False
    kept = _kept_by_size(before, now)
    if kept is None:
        kept = _kept_by_text(before.text, now.text)
    return (now.text, True) if kept is None else (now.text[kept:], False)


def _kept_by_size(before: AttemptLog, now: AttemptLog) -> int | None:
    """How many characters of the new text are old, by the sizes; None when these count bytes that the text no
    longer has, NUL for one.
    """
    data = now.text.encode("utf-8")
    at = len(data) - (now.size_bytes - before.size_bytes)
    if not 0 <= at <= len(data):
        return None
    old = data[:at].decode("utf-8", "replace")
    return len(old) if before.text.endswith(old) else None


def _kept_by_text(before: str, now: str) -> int | None:
    """The most that the new text can have begun with of what the old one ended with."""
    longest = min(len(before), len(now))
    return next((count for count in range(longest, 0, -1) if before.endswith(now[:count])), None)
