"""How much of a log that grows without end is shown while it grows."""

from __future__ import annotations

import time
from collections.abc import Callable

BURST_BYTES = 1_048_576
BYTES_A_SECOND = 4_096
LEAST_BYTES = 2_048


class LiveBudget:
    """Each heartbeat with news sends the tail once more: 64 KiB every five seconds from each of a thousand floods
    would be 12 MiB a second into the database. A burst is free; after it the tail shrinks to what the rate allows.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._left = float(BURST_BYTES)
        self._at = clock()

    def allow(self, limit_bytes: int) -> int:
        """How many bytes may be sent now, at most `limit_bytes`, and a few always."""
        now = self._clock()
        self._left = min(BURST_BYTES, self._left + (now - self._at) * BYTES_A_SECOND)
        self._at = now
        return min(limit_bytes, max(LEAST_BYTES, int(self._left)))

    def spend(self, sent_bytes: int) -> None:
        self._left = max(0.0, self._left - sent_bytes)
