"""What an actor tells its fork server first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Terms:
    """Where the actor stands, and what all tasks of its lane share."""

    path: list[str]
    directory: str
    urls: list[str]
    ca_file: str | None
    grace_seconds: float
    common: dict[str, Any]
