"""How far the children are, told to the task's page."""

from __future__ import annotations

import time

from ..context import find_context

# The next heartbeat sends what was told last: oftener is of no use to anybody.
INTERVAL_SECONDS = 0.1


class Progress:
    """`wanted`: True tells, False does not, None tells unless the task tells progress of its own. `total`: None when
    nobody knows it. Within a child, and outside a task, there is nobody to tell.
    """

    def __init__(self, wanted: bool | None, name: str, total: int | None) -> None:
        self._context = None if wanted is False else find_context()
        self._gives_way = wanted is None
        self._name = name
        self._total = total
        self._done = 0
        self._failed = 0
        self._tell_at = 0.0

    def begin(self) -> None:
        self._tell()

    def add(self, done: int, failed: int) -> None:
        self._done += done
        self._failed += failed
        if time.monotonic() >= self._tell_at:
            self._tell()

    def end(self) -> None:
        self._tell()

    def _tell(self) -> None:
        self._tell_at = time.monotonic() + INTERVAL_SECONDS
        if self._context is None or (self._gives_way and self._context._has_own_progress):
            return
        failed = f", {self._failed} failed" if self._failed else ""
        self._context._tell(self._done, self._total, f"{self._name}{failed}")
