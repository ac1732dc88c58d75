"""Queues, blocking: `client.queues`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import queue_plans as plans
from .queue_settings import QueueSettings
from .records import Queue

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from .client import Client


class Queues:
    """Reasons end in the audit log."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def list(self) -> tuple[Queue, ...]:
        """All that the key reaches."""
        return self._client._run(plans.list_queues())

    def get(self, name: str) -> Queue:
        """Raises NotFoundError."""
        return self._client._run(plans.get_queue(name))

    def pause(self, name: str, reason: str) -> Queue:
        """Nothing more is claimed; what runs goes on. Raises ConflictError when it is paused already."""
        return self._client._run(plans.pause_queue(name, reason))

    def resume(self, name: str, reason: str | None = None) -> Queue:
        """Raises ConflictError when it is not paused."""
        return self._client._run(plans.resume_queue(name, reason))

    def set(self, name: str, *, reason: str | None = None, **settings: Unpack[QueueSettings]) -> Queue:
        """Changes the named settings and leaves the others; makes the queue when there is none."""
        return self._client._run(plans.set_queue(name, settings, reason))

    def delete(self, name: str, reason: str | None = None) -> None:
        """Raises ConflictError while it has tasks that are not final or a schedule uses it."""
        self._client._run(plans.delete_queue(name, reason))
