"""How long the calls of a callable take, as far as they have been seen."""

from __future__ import annotations

WEIGHT = 0.2
MOST_KNOWN = 10_000
# One call counts as so many times the mean at most: on a busy machine each is interrupted now and then, and what is
# long comes again.
LARGEST_STEP = 4.0
SMALLEST_CAP_SECONDS = 0.002


class Durations:
    """A moving average for each callable, in seconds, which one call by itself does not carry away."""

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
        else:
            counted = min(seconds, max(LARGEST_STEP * mean, SMALLEST_CAP_SECONDS))
            self._means[callable_path] = mean + WEIGHT * (counted - mean)
