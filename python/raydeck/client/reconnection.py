"""When to go on after an event stream ended, and when to give up."""

from __future__ import annotations

import time

from ..execution.backoff import delays
from .errors import InternalError, RaydeckError, UnavailableError, UnexpectedAnswerError
from .exchange import Reply, TransportError
from .plans import PATIENCE_SECONDS
from .problem import error_of
from .settings import Settings

SILENCE_SECONDS = 45.0
"""The server says something every 15 s: after three times that the line is dead."""
BROKEN = (TransportError, UnavailableError, InternalError)


class Reconnection:
    """A first connection gets as many tries as any request; later ones as many as fit into five minutes."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._pauses = delays(longest_seconds=5.0)
        self._failures = 0
        self._heard_at: float | None = None

    def check(self, reply: Reply) -> None:
        """Raises when the reply is no event stream."""
        if reply.status != 200:
            raise error_of(reply)
        if not reply.headers.get("content-type", "").startswith("text/event-stream"):
            raise UnexpectedAnswerError("what answered is not Raydeck's event stream")

    def heard(self) -> None:
        """An event came."""
        self._heard_at = time.monotonic()
        self._failures = 0
        self._pauses = delays(longest_seconds=5.0)

    def pause_seconds(self, error: Exception | None) -> float:
        """How long until the next connection, after an end (None) or a failure. Raises what to give up with."""
        self._failures += 1
        if self._heard_at is None:
            is_over = self._failures > self._settings.retries
        else:
            is_over = time.monotonic() - self._heard_at > PATIENCE_SECONDS and self._failures > 1
        if not is_over:
            return next(self._pauses)
        if isinstance(error, RaydeckError):
            raise error
        raise UnavailableError(f"{self._settings.url}: the event stream broke: {error or 'it ends at once'}")
