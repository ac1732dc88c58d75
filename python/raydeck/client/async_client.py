"""The asynchronous client."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from . import plans, requests
from .async_enqueuer import AsyncEnqueuer
from .async_queues import AsyncQueues
from .async_transport import AsyncTransport
from .drive import drive_async
from .exchange import Plan, Reply, Request, T
from .filters import TaskFilters
from .follow_log import LogFollower
from .new_task import TaskEdit, TaskOptions
from .reconnection import BROKEN, SILENCE_SECONDS, Reconnection
from .records import AttemptLog, Event, Explanation, LogChunk, Page, TaskDetail, TaskSummary
from .settings import read_settings
from .sse import EventStream
from .task_handle import AsyncTaskHandle
from .tries import tries

if TYPE_CHECKING:
    from typing_extensions import Unpack


class AsyncClient(AsyncEnqueuer):
    """As `Client`, for asyncio: nothing blocks, a cancelled call breaks its connection off, thousands may wait at
    once. For one event loop at a time; close it, or use it in an `async with`. Settings and errors are those of
    `Client`.
    """

    def __init__(
        self,
        url: str | None = None,
        api_key: str | None = None,
        *,
        timeout_seconds: float = 30.0,
        retries: int = 5,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        super().__init__(self, {})
        self._settings = read_settings(url, api_key, timeout_seconds, retries)
        self._transport = AsyncTransport(self._settings, tls)
        self.queues = AsyncQueues(self)

    async def __aenter__(self) -> AsyncClient:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def __repr__(self) -> str:
        return f"<raydeck.AsyncClient {self._settings.url}>"

    async def close(self) -> None:
        """As `Client.close`."""
        await self._transport.close()

    def task(self, task_id: str | UUID) -> AsyncTaskHandle[Any]:
        """As `Client.task`."""
        return AsyncTaskHandle(self, str(task_id))

    async def get(self, task_id: str | UUID) -> TaskDetail:
        """As `Client.get`."""
        return await self._run(plans.get(task_id))

    async def explain(self, task_id: str | UUID) -> Explanation:
        """As `Client.explain`."""
        return await self._run(plans.explain(task_id))

    async def wait(self, task_id: str | UUID, timeout_seconds: float | None = None) -> TaskDetail:
        """As `Client.wait`."""
        return await self._run(plans.wait(task_id, timeout_seconds))

    async def result(self, task_id: str | UUID, timeout_seconds: float | None = None) -> Any:
        """As `Client.result`."""
        return await self._run(plans.result(task_id, timeout_seconds))

    async def result_text(self, task_id: str | UUID, timeout_seconds: float | None = None) -> str:
        """As `Client.result_text`."""
        return await self._run(plans.result_text(task_id, timeout_seconds))

    async def cancel(self, task_id: str | UUID, reason: str | None = None) -> str:
        """As `Client.cancel`."""
        return await self._run(plans.cancel(task_id, reason))

    async def retry(
        self,
        task_id: str | UUID,
        *,
        reason: str | None = None,
        args: Sequence[Any] | None = None,
        kwargs: Mapping[str, Any] | None = None,
        **changes: Unpack[TaskOptions],
    ) -> AsyncTaskHandle[Any]:
        """As `Client.retry`."""
        given = plans.given_changes(args, kwargs, changes)
        return AsyncTaskHandle(self, await self._run(plans.retry(task_id, reason, given)))

    async def edit(self, task_id: str | UUID, *, reason: str | None = None, **changes: Unpack[TaskEdit]) -> str:
        """As `Client.edit`."""
        return await self._run(plans.edit(task_id, changes, reason))

    async def page(
        self, *, limit: int = 50, cursor: str | None = None, **filters: Unpack[TaskFilters]
    ) -> Page[TaskSummary]:
        """As `Client.page`."""
        return await self._run(plans.page(filters, limit, cursor))

    async def list(self, *, page_size: int = 100, **filters: Unpack[TaskFilters]) -> AsyncIterator[TaskSummary]:
        """As `Client.list`."""
        page = await self.page(limit=page_size, **filters)
        for item in page.items:
            yield item
        while page.next_cursor is not None:
            page = await self.page(limit=page_size, cursor=page.next_cursor, **filters)
            for item in page.items:
                yield item

    async def events(self) -> AsyncIterator[Event]:
        """As `Client.events`."""
        reconnection = Reconnection(self._settings)
        while True:
            failure: Exception | None = None
            try:
                async with self._transport.stream("/events", SILENCE_SECONDS) as (reply, read):
                    reconnection.check(reply)
                    stream = EventStream()
                    while chunk := await read():
                        for event in stream.feed(chunk):
                            reconnection.heard()
                            yield event
            except BROKEN as error:
                failure = error
            await asyncio.sleep(reconnection.pause_seconds(failure))

    async def logs(self, task_id: str | UUID) -> AttemptLog:
        """As `Client.logs`."""
        return await self._run(plans.last_log(task_id))

    async def attempt_logs(self, attempt_id: str | UUID) -> AttemptLog:
        """As `Client.attempt_logs`."""
        return await self._run(plans.attempt_log(attempt_id))

    async def follow_logs(self, task_id: str | UUID) -> AsyncIterator[LogChunk]:
        """As `Client.follow_logs`."""
        follower = LogFollower(task_id)
        while not follower.is_done:
            for chunk in await self._run(follower.look()):
                yield chunk

    async def catalogue(
        self, profile: str | None = None, callable_path: str | None = None
    ) -> Sequence[Mapping[str, Any]]:
        """As `Client.catalogue`."""
        return plans.items_of(await self._run(plans.ask(requests.list_catalogue(profile, callable_path))))

    async def put_catalogue(
        self, profile: str, entries: Sequence[Mapping[str, Any]], version: int | None = None
    ) -> int:
        """As `Client.put_catalogue`."""
        return await self._run(plans.put_catalogue(profile, entries, version))

    async def request(
        self, method: str, path: str, body: Mapping[str, Any] | None = None, *, is_repeatable: bool | None = None
    ) -> Any:
        """As `Client.request`."""
        return await self._run(plans.ask(requests.any_request(method, path, body, is_repeatable)))

    async def _run(self, plan: Plan[T]) -> T:
        return await drive_async(plan, self._exchange, asyncio.sleep)

    async def _exchange(self, request: Request) -> Reply:
        return await drive_async(tries(request, self._settings), self._transport.send, asyncio.sleep)
