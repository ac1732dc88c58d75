"""How long what has ended may be gathered, by how quickly tasks end."""

from __future__ import annotations

import time

# A fiftieth of the time that all that is held takes: what is behind a long line has waited longer.
LINE_SHARE = 1 / 50
LONGEST_GATHER_SECONDS = 0.1
# Of a line so long, ends are gathered for a moment however quickly they come.
LONG_LINE = 200
SHORTEST_OF_LONG_LINE_SECONDS = 0.02
WINDOW_SECONDS = 0.1
# Slower than that they hardly come together, and how quickly they came before a rest says little.
LONGEST_STEP_SECONDS = 0.01


class Pace:
    """Counts what ends, and tells from it how long the rest will take."""

    def __init__(self) -> None:
        self._since = time.monotonic()
        self._ended = 0
        self._step = 0.0

    def ended(self) -> None:
        """One more."""
        self._ended += 1

    def gather_seconds(self, held: int) -> float:
        """With so many held; close to nothing for a few."""
        now = time.monotonic()
        if self._ended and now - self._since >= WINDOW_SECONDS:
            self._step = min(LONGEST_STEP_SECONDS, (now - self._since) / self._ended)
            self._since, self._ended = now, 0
        shortest = SHORTEST_OF_LONG_LINE_SECONDS if held >= LONG_LINE else 0.0
        return max(shortest, min(LONGEST_GATHER_SECONDS, held * self._step * LINE_SHARE))
