"""How long the calls of a callable take, as far as they have been seen."""

from __future__ import annotations

WEIGHT = 0.2
MOST_KNOWN = 10_000


class Durations:
    """A moving average for each callable, in seconds; one long call counts at once, short ones win trust slowly."""

    def __init__(self) -> None:
        self._means: dict[str, float] = {}

    def mean(self, callable_path: str) -> float | None:
        """None for what has not been seen yet."""
        return self._means.get(callable_path)

    def note(self, callable_path: str, seconds: float) -> None:
        mean = self._means.get(callable_path)
        if mean is None:
            if len(self._means) >= MOST_KNOWN:
                self._means.clear()
            self._means[callable_path] = seconds
        elif seconds > 4 * mean + 0.005:
            self._means[callable_path] = seconds
        else:
            self._means[callable_path] = mean + WEIGHT * (seconds - mean)
