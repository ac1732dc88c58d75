"""Where children run: one protocol, three places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from .child import Report


class Pool(Protocol):
    """Children of one call, used by one thread."""

    @property
    def slots(self) -> int:
        """How many children there is room for at once."""

    @property
    def window(self) -> int:
        """How many may be in flight when the caller names no number."""

    @property
    def prefers_chunks(self) -> bool:
        """Whether a child costs so much that several quick items are better off together."""

    def submit(self, number: int, calls: Sequence[Sequence[Any]]) -> None:
        """Start a child for these calls, or queue it. `number` is told back with its report."""

    def finished(self, timeout_seconds: float) -> Sequence[tuple[int, Report]]:
        """Those that have ended, after waiting for the first one. Empty when none has within the timeout."""

    def close(self, grace_seconds: float) -> None:
        """The last call: cancel what is in flight, and wait within a bound until it has ended."""
