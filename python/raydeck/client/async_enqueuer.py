"""Enqueueing, to be awaited."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable
from typing import TYPE_CHECKING, Any, overload

from . import enqueue_plans as plans
from .new_task import NewTask, TaskOptions
from .options import DjangoTask, Options, P, R
from .task_handle import AsyncTaskHandle

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from .async_client import AsyncClient


class AsyncEnqueuer(Options):
    """A client's ways in, with options that hold for all that goes through it."""

    def __init__(self, client: AsyncClient, options: TaskOptions) -> None:
        super().__init__(options)
        self._client = client

    def options(self, **options: Unpack[TaskOptions]) -> AsyncEnqueuer:
        """As `Client.options`."""
        return AsyncEnqueuer(self._client, {**self._options, **options})

    @overload
    async def enqueue(self, callable: str, /, *args: Any, **kwargs: Any) -> AsyncTaskHandle[Any]: ...
    @overload
    async def enqueue(
        self, callable: Callable[P, Coroutine[Any, Any, R]], /, *args: P.args, **kwargs: P.kwargs
    ) -> AsyncTaskHandle[R]: ...
    @overload
    async def enqueue(self, callable: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> AsyncTaskHandle[R]: ...
    @overload
    async def enqueue(self, callable: DjangoTask, /, *args: Any, **kwargs: Any) -> AsyncTaskHandle[Any]: ...
    async def enqueue(self, callable: Any, /, *args: Any, **kwargs: Any) -> AsyncTaskHandle[Any]:  # noqa: A002
        """As `Client.enqueue`."""
        return await self.enqueue_task(self.new_task(callable, *args, **kwargs))

    async def enqueue_task(self, task: NewTask) -> AsyncTaskHandle[Any]:
        """As `Client.enqueue_task`."""
        enqueued = await self._client._run(plans.enqueue(task))
        return AsyncTaskHandle(self._client, enqueued.id, replayed=enqueued.replayed)

    async def enqueue_many(self, tasks: Iterable[NewTask]) -> list[AsyncTaskHandle[Any]]:
        """As `Client.enqueue_many`."""
        enqueued = await self._client._run(plans.enqueue_many(tasks))
        return [AsyncTaskHandle(self._client, one.id, replayed=one.replayed) for one in enqueued]
