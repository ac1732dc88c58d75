"""A task that was enqueued, in the hand of who asked for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar, cast

from .records import Explanation, TaskDetail

if TYPE_CHECKING:
    from .async_client import AsyncClient
    from .client import Client

R = TypeVar("R")


class TaskHandle(Generic[R]):
    """`id`; `replayed`: the idempotency key had been used with the same request, this is the first task.

    R is what the function returns; what comes back is that as JSON has it (a tuple as a list).
    """

    def __init__(self, client: Client, task_id: str, *, replayed: bool = False) -> None:
        self._client = client
        self.id = task_id
        self.replayed = replayed

    def __repr__(self) -> str:
        return f"<TaskHandle {self.id}>"

    def get(self) -> TaskDetail:
        """As `Client.get`."""
        return self._client.get(self.id)

    def explain(self) -> Explanation:
        """As `Client.explain`."""
        return self._client.explain(self.id)

    def wait(self, timeout_seconds: float | None = None) -> TaskDetail:
        """As `Client.wait`."""
        return self._client.wait(self.id, timeout_seconds)

    def result(self, timeout_seconds: float | None = None) -> R:
        """As `Client.result`."""
        return cast(R, self._client.result(self.id, timeout_seconds))

    def cancel(self, reason: str | None = None) -> str:
        """As `Client.cancel`."""
        return self._client.cancel(self.id, reason)


class AsyncTaskHandle(Generic[R]):
    """As `TaskHandle`, to be awaited."""

    def __init__(self, client: AsyncClient, task_id: str, *, replayed: bool = False) -> None:
        self._client = client
        self.id = task_id
        self.replayed = replayed

    def __repr__(self) -> str:
        return f"<AsyncTaskHandle {self.id}>"

    async def get(self) -> TaskDetail:
        """As `AsyncClient.get`."""
        return await self._client.get(self.id)

    async def explain(self) -> Explanation:
        """As `AsyncClient.explain`."""
        return await self._client.explain(self.id)

    async def wait(self, timeout_seconds: float | None = None) -> TaskDetail:
        """As `AsyncClient.wait`."""
        return await self._client.wait(self.id, timeout_seconds)

    async def result(self, timeout_seconds: float | None = None) -> R:
        """As `AsyncClient.result`."""
        return cast(R, await self._client.result(self.id, timeout_seconds))

    async def cancel(self, reason: str | None = None) -> str:
        """As `AsyncClient.cancel`."""
        return await self._client.cancel(self.id, reason)
