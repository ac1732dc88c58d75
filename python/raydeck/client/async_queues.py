"""Queues, to be awaited: `client.queues`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import queue_plans as plans
from .queue_settings import QueueSettings
from .records import Queue

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from .async_client import AsyncClient


class AsyncQueues:
    """Reasons end in the audit log."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    async def list(self) -> tuple[Queue, ...]:
        """As `Queues.list`."""
        return await self._client._run(plans.list_queues())

    async def get(self, name: str) -> Queue:
        """As `Queues.get`."""
        return await self._client._run(plans.get_queue(name))

    async def pause(self, name: str, reason: str) -> Queue:
        """As `Queues.pause`."""
        return await self._client._run(plans.pause_queue(name, reason))

    async def resume(self, name: str, reason: str | None = None) -> Queue:
        """As `Queues.resume`."""
        return await self._client._run(plans.resume_queue(name, reason))

    async def set(self, name: str, *, reason: str | None = None, **settings: Unpack[QueueSettings]) -> Queue:
        """As `Queues.set`."""
        return await self._client._run(plans.set_queue(name, settings, reason))

    async def delete(self, name: str, reason: str | None = None) -> None:
        """As `Queues.delete`."""
        await self._client._run(plans.delete_queue(name, reason))
