"""How long what has been said may be left for the moment, by how quickly tasks end."""

from __future__ import annotations

import time
from collections.abc import Sized

# A fiftieth of the time that all that is held takes: what is behind a long line has waited longer.
LINE_SHARE = 1 / 50
LONGEST_GATHER_SECONDS = 0.1
# Of a line so long, ends are gathered for a moment however quickly they come.
LONG_LINE = 200
SHORTEST_OF_LONG_LINE_SECONDS = 0.02
WINDOW_SECONDS = 0.1
# Slower than that they hardly come together, and how quickly they came before a rest says little.
LONGEST_STEP_SECONDS = 0.01
# What an actor with so much in its line says can wait for the moment, however quick it is.
BUSY_TASKS = 8
BUSY_REST_SECONDS = 0.002
# For less than that a timer costs more than it saves.
SHORTEST_SECONDS = 0.001


class Pace:
    """Counts what ends, and tells from it how long the rest of `held` will take."""

    def __init__(self, held: Sized) -> None:
        self._held = held
        self._since = time.monotonic()
        self._ended = 0
        self._step = 0.0

    def ended(self) -> None:
        """One more."""
        self._ended += 1

    def gather_seconds(self) -> float:
        """How long ends may be gathered on their way to a worker; 0 with a few held."""
        return _worthwhile(self._gather_seconds())

    def rest_seconds(self, in_line: int, line_seconds: float) -> float:
        """How long an actor with so many tasks, of so long together, may be left unread: not until they are through."""
        busy = BUSY_REST_SECONDS if in_line >= BUSY_TASKS else 0.0
        return _worthwhile(max(busy, min(self._gather_seconds(), line_seconds / 2)))

    def _gather_seconds(self) -> float:
        now = time.monotonic()
        if self._ended and now - self._since >= WINDOW_SECONDS:
            self._step = min(LONGEST_STEP_SECONDS, (now - self._since) / self._ended)
            self._since, self._ended = now, 0
        held = len(self._held)
        shortest = SHORTEST_OF_LONG_LINE_SECONDS if held >= LONG_LINE else 0.0
        return max(shortest, min(LONGEST_GATHER_SECONDS, held * self._step * LINE_SHARE))


def _worthwhile(seconds: float) -> float:
    return seconds if seconds >= SHORTEST_SECONDS else 0.0
