"""Whether an actor has grown beyond what its lane allows."""

from __future__ import annotations

import os
import time

# Reading it after each of many small tasks would cost as much as they do.
EVERY_SECONDS = 0.1


class MemoryWatch:
    """`limit_bytes` of resident memory; 0 for none."""

    def __init__(self, limit_bytes: int) -> None:
        self._limit_bytes = limit_bytes
        self._next_look = 0.0

    def is_over(self) -> bool:
        """True once: who asks is replaced."""
        if self._limit_bytes == 0 or time.monotonic() < self._next_look:
            return False
        if resident_bytes() <= self._limit_bytes:
            self._next_look = time.monotonic() + EVERY_SECONDS
            return False
        self._limit_bytes = 0
        return True


def resident_bytes() -> int:
    """Of this process now; 0 where the system does not tell."""
    try:
        with open("/proc/self/statm", "rb") as statm:
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0
