"""Enqueueing, blocking."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable
from typing import TYPE_CHECKING, Any, overload

from . import enqueue_plans as plans
from .new_task import NewTask, TaskOptions
from .options import DjangoTask, Options, P, R
from .task_handle import TaskHandle

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from .client import Client


class Enqueuer(Options):
    """A client's ways in, with options that hold for all that goes through it."""

    def __init__(self, client: Client, options: TaskOptions) -> None:
        super().__init__(options)
        self._client = client

    def options(self, **options: Unpack[TaskOptions]) -> Enqueuer:
        """The same with these options on top: `client.options(queue="mail", priority=10).enqueue(send, "x")`.

        They outweigh what `@raydeck.task` declares. See TaskOptions for all of them.
        """
        return Enqueuer(self._client, {**self._options, **options})

    @overload
    def enqueue(self, callable: str, /, *args: Any, **kwargs: Any) -> TaskHandle[Any]: ...
    @overload
    def enqueue(
        self, callable: Callable[P, Coroutine[Any, Any, R]], /, *args: P.args, **kwargs: P.kwargs
    ) -> TaskHandle[R]: ...
    @overload
    def enqueue(self, callable: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> TaskHandle[R]: ...
    @overload
    def enqueue(self, callable: DjangoTask, /, *args: Any, **kwargs: Any) -> TaskHandle[Any]: ...
    def enqueue(self, callable: Any, /, *args: Any, **kwargs: Any) -> TaskHandle[Any]:  # noqa: A002
        """Ask for one call: of a `@raydeck.task`, a function of a module, a Django task, or an import path as text.

        What the decorator declares holds unless `options` say otherwise. Raises InvalidError, naming the place, for
        arguments that are not JSON, and what the server refuses; UnavailableError when no answer came after all
        retries.
        """
        return self.enqueue_task(self.new_task(callable, *args, **kwargs))

    def enqueue_task(self, task: NewTask) -> TaskHandle[Any]:
        """As `enqueue`, of what `new_task` or NewTask made; the options here do not touch it."""
        enqueued = self._client._run(plans.enqueue(task))
        return TaskHandle(self._client, enqueued.id, replayed=enqueued.replayed)

    def enqueue_many(self, tasks: Iterable[NewTask]) -> list[TaskHandle[Any]]:
        """Up to 1,000 in one transaction: all or none. Handles in the same order; none for no tasks.

        Raises InvalidError with paths like `tasks[3].args[0]`, also for more than 1,000: make batches of those, each of
        which is all or nothing by itself.
        """
        enqueued = self._client._run(plans.enqueue_many(tasks))
        return [TaskHandle(self._client, one.id, replayed=one.replayed) for one in enqueued]
