"""What came of the attempt."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any, Literal

State = Literal["SUCCEEDED", "FAILED", "CANCELED"]


@dataclass(frozen=True)
class Outcome:
    """`result` is JSON text, only with SUCCEEDED; `error` the protocol's error object, only otherwise."""

    state: State
    started_at: str
    finished_at: str
    result: str | None = field(default=None, repr=False)
    error: dict[str, Any] | None = field(default=None, repr=False)

    @property
    def summary(self) -> str:
        """One line for people, without the result's value."""
        if self.error is None:
            return f"{self.state}, {len(self.result or '')} characters of result"
        return f"{self.state}, {self.error['class']}: {self.error['message'][:500]}"


def utc_now() -> str:
    """The time now, as the protocol writes it: `2026-11-20T10:00:00.000000Z`."""
    # strftime takes ten times as long, and small tasks are told by it.
    return f"{datetime.now(timezone.utc).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"
