"""What came of the attempt."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

State = Literal["SUCCEEDED", "FAILED", "CANCELED"]


@dataclass(frozen=True)
class Outcome:
    """`result` is JSON text, only with SUCCEEDED; `error` the protocol's error object, only otherwise."""

    state: State
    result: str | None = field(default=None, repr=False)
    error: dict[str, Any] | None = field(default=None, repr=False)

    @property
    def summary(self) -> str:
        """One line for people, without the result's value."""
        if self.error is None:
            return f"{self.state}, {len(self.result or '')} characters of result"
        return f"{self.state}, {self.error['class']}: {self.error['message'][:500]}"
