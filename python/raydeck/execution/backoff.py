"""How long to wait between tries."""

from __future__ import annotations

import random
from collections.abc import Iterator


def delays(first_seconds: float = 0.2, longest_seconds: float = 10.0) -> Iterator[float]:
    """Endless delays in seconds: doubling up to the longest, each cut by up to half, so that a fleet spreads out."""
    current = first_seconds
    while True:
        yield current * random.uniform(0.5, 1.0)
        current = min(longest_seconds, current * 2)
