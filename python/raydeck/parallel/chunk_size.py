"""How many items one child takes."""

from __future__ import annotations

import math

TARGET_SECONDS = 0.2
LARGEST = 512
# So many chunks are left for each slot at the end, that no slot waits long for the last one.
ROUNDS_LEFT = 2


class ChunkSize:
    """One at first; then as many as took a fifth of a second, at most twice as many as before: the next items may be
    slower. `total` is None when nobody knows it.
    """

    def __init__(self, fixed: int | None, slots: int, total: int | None) -> None:
        self._fixed = fixed
        self._slots = slots
        self._left = total
        self._size = fixed or 1

    def next(self) -> int:
        size = self._size
        if self._left is not None:
            if self._fixed is None:
                size = min(size, max(1, math.ceil(self._left / (self._slots * ROUNDS_LEFT))))
            self._left -= size
        return size

    def learn(self, items: int, seconds: float) -> None:
        """What a child has told."""
        if self._fixed is not None or items == 0:
            return
        fitting = LARGEST if seconds <= 0 else int(TARGET_SECONDS / (seconds / items))
        self._size = max(1, min(fitting, 2 * max(items, 1), LARGEST))
