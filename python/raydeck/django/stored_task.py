"""A task as Raydeck knows it, wherever that was read: from the database, from the API, at the start gate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class StoredAttempt:
    """`started_at`: when its user code started, else when it was claimed. `error_class` None: it has not failed."""

    worker_id: str
    started_at: datetime | None
    error_class: str | None = None
    traceback: str | None = None


@dataclass(frozen=True)
class StoredTask:
    """`attempts`: oldest first. `options`: the columns of RaydeckTask's fields, as far as they are known."""

    id: str
    callable: str
    args: list[Any] = field(repr=False)
    kwargs: dict[str, Any] = field(repr=False)
    queue: str
    priority: int
    tags: tuple[str, ...]
    state: str
    enqueued_at: datetime | None
    finished_at: datetime | None = None
    result: Any = field(default=None, repr=False)
    attempts: tuple[StoredAttempt, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
