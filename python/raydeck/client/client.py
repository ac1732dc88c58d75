"""The blocking client."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from . import plans, requests
from .drive import drive
from .enqueuer import Enqueuer
from .exchange import Plan, Reply, Request, T
from .filters import TaskFilters
from .follow_log import LogFollower
from .new_task import TaskEdit, TaskOptions
from .queues import Queues
from .reconnection import BROKEN, SILENCE_SECONDS, Reconnection
from .records import AttemptLog, Event, Explanation, LogChunk, Page, TaskDetail, TaskSummary
from .settings import read_settings
from .sse import EventStream
from .task_handle import TaskHandle
from .transport import Transport
from .tries import tries

if TYPE_CHECKING:
    from typing_extensions import Unpack


class Client(Enqueuer):
    """Speaks to Raydeck's REST API. Safe in several threads and after a fork; close it, or use it in a `with`.

    `url`: the console's address, else RAYDECK_URL. `api_key`: else RAYDECK_API_KEY. `timeout_seconds`: how long the
    server may stay silent, for each try. `retries`: how often a request is repeated, with growing pauses, while no
    answer or 429 or 5xx comes; nothing is done twice by that. `tls`: a context of your own, for a private authority
    say. Raises SettingsError.

    All methods raise subclasses of RaydeckError.
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
        self._transport = Transport(self._settings, tls)
        self.queues = Queues(self)

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<raydeck.Client {self._settings.url}>"

    def close(self) -> None:
        """Close its connections. It cannot be used any more."""
        self._transport.close()

    def task(self, task_id: str | UUID) -> TaskHandle[Any]:
        """A handle for a task that was enqueued some time. Asks nobody."""
        return TaskHandle(self, str(task_id))

    def get(self, task_id: str | UUID) -> TaskDetail:
        """A task with its attempts. Raises NotFoundError, also for what is no id at all."""
        return self._run(plans.get(task_id))

    def explain(self, task_id: str | UUID) -> Explanation:
        """Why a task does not run, what it is doing, or how it ended, as of now. Raises NotFoundError."""
        return self._run(plans.explain(task_id))

    def wait(self, task_id: str | UUID, timeout_seconds: float | None = None) -> TaskDetail:
        """The task, once it is SUCCEEDED, FAILED or CANCELED. Raises WaitTimeoutError when it is not within that
        time; None waits for as long as it takes.
        """
        return self._run(plans.wait(task_id, timeout_seconds))

    def result(self, task_id: str | UUID, timeout_seconds: float | None = None) -> Any:
        """Wait for the end, as `wait`, and give what the function returned. Raises TaskFailedError,
        TaskCanceledError; and ForbiddenError without payload permission.
        """
        return self._run(plans.result(task_id, timeout_seconds))

    def result_text(self, task_id: str | UUID, timeout_seconds: float | None = None) -> str:
        """As `result`, as the JSON text that is stored: digit for digit."""
        return self._run(plans.result_text(task_id, timeout_seconds))

    def cancel(self, task_id: str | UUID, reason: str | None = None) -> str:
        """The state after it: CANCELED, or RUNNING until the execution is known to be over. Raises ConflictError
        when the task is final already.
        """
        return self._run(plans.cancel(task_id, reason))

    def retry(
        self,
        task_id: str | UUID,
        *,
        reason: str | None = None,
        args: Sequence[Any] | None = None,
        kwargs: Mapping[str, Any] | None = None,
        **changes: Unpack[TaskOptions],
    ) -> TaskHandle[Any]:
        """Run a FAILED or CANCELED task again. With changes it is a new task, `retried_from` this one; the handle
        is that of the task that runs. Raises ConflictError in any other state.

        With changes it is not repeated on doubt: after UnavailableError look whether `get(task_id).retried_by` has
        grown.
        """
        given = plans.given_changes(args, kwargs, changes)
        return TaskHandle(self, self._run(plans.retry(task_id, reason, given)))

    def edit(self, task_id: str | UUID, *, reason: str | None = None, **changes: Unpack[TaskEdit]) -> str:
        """Change a task that is QUEUED or BLOCKED: `edit(id, priority=10)`. The state that it waits in. Raises
        ConflictError in any other state.
        """
        return self._run(plans.edit(task_id, changes, reason))

    def page(self, *, limit: int = 50, cursor: str | None = None, **filters: Unpack[TaskFilters]) -> Page[TaskSummary]:
        """One page of tasks (limit 1 to 200), newest first; go on with its `next_cursor` and the same filters."""
        return self._run(plans.page(filters, limit, cursor))

    def list(self, *, page_size: int = 100, **filters: Unpack[TaskFilters]) -> Iterator[TaskSummary]:
        """All tasks that pass the filters, newest first, page by page as they are taken."""
        page = self.page(limit=page_size, **filters)
        yield from page.items
        while page.next_cursor is not None:
            page = self.page(limit=page_size, cursor=page.next_cursor, **filters)
            yield from page.items

    def events(self) -> Iterator[Event]:
        """What changes from now on, without end; connects again by itself and then says `ready`. Raises
        UnavailableError when the server is away for more than five minutes, UnauthenticatedError when the key has
        ended.
        """
        reconnection = Reconnection(self._settings)
        while True:
            failure: Exception | None = None
            try:
                with self._transport.stream("/events", SILENCE_SECONDS) as (reply, chunks):
                    reconnection.check(reply)
                    stream = EventStream()
                    for chunk in chunks:
                        for event in stream.feed(chunk):
                            reconnection.heard()
                            yield event
            except BROKEN as error:
                failure = error
            time.sleep(reconnection.pause_seconds(failure))

    def logs(self, task_id: str | UUID) -> AttemptLog:
        """The end of the output of the task's last attempt, at most 64 KiB. Raises NotFoundError when there was
        none yet, ForbiddenError without payload permission.
        """
        return self._run(plans.last_log(task_id))

    def attempt_logs(self, attempt_id: str | UUID) -> AttemptLog:
        """The same of one attempt."""
        return self._run(plans.attempt_log(attempt_id))

    def follow_logs(self, task_id: str | UUID) -> Iterator[LogChunk]:
        """What the task puts out, from the last attempt's kept output on, through its retries, until it is final."""
        follower = LogFollower(task_id)
        while not follower.is_done:
            yield from self._run(follower.look())

    def catalogue(self, profile: str | None = None, callable_path: str | None = None) -> Sequence[Mapping[str, Any]]:
        """The callables that are known, as docs/rest.md has them, by profile or import path."""
        return plans.items_of(self._run(plans.ask(requests.list_catalogue(profile, callable_path))))

    def put_catalogue(self, profile: str, entries: Sequence[Mapping[str, Any]], version: int | None = None) -> int:
        """Replace what is known of a version of a profile (the current one); gives that version."""
        return self._run(plans.put_catalogue(profile, entries, version))

    def request(
        self, method: str, path: str, body: Mapping[str, Any] | None = None, *, is_repeatable: bool | None = None
    ) -> Any:
        """For what has no method here: the JSON of the answer to `request("GET", "/keys")`, None when there is none.

        Tried again as everything else, a POST only when it cannot have been carried out, unless `is_repeatable` says
        otherwise.
        """
        return self._run(plans.ask(requests.any_request(method, path, body, is_repeatable)))

    def _run(self, plan: Plan[T]) -> T:
        return drive(plan, self._exchange, time.sleep)

    def _exchange(self, request: Request) -> Reply:
        return drive(tries(request, self._settings), self._transport.send, time.sleep)
