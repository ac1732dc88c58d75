"""Children in the calling thread: what it sees they see, an open transaction too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .child import Report, Work, run_calls
from .child_context import child_context, in_child


class CallerPool:
    """A child has ended when `submit` returns."""

    slots = 1
    window = 1
    prefers_chunks = False

    def __init__(self, work: Work) -> None:
        self._work = work
        self._context = child_context()
        self._finished: list[tuple[int, Report]] = []

    def submit(self, number: int, calls: Sequence[Sequence[Any]]) -> None:
        with in_child(self._context):
            report = run_calls(self._work.function, calls, stops_at_failure=not self._work.returns_exceptions)
        self._finished.append((number, report))

    def finished(self, timeout_seconds: float) -> Sequence[tuple[int, Report]]:
        ended, self._finished = self._finished, []
        return ended

    def close(self, grace_seconds: float) -> None:
        self._finished.clear()
