"""What both of our backends have in common."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .framework import BaseTaskBackend, InvalidTask, TaskResult, TaskResultStatus, task_enqueued
from .settings import task_defaults, with_default_queues
from .settings_checks import check_settings
from .task_class import RaydeckTask


class RaydeckBackendBase(BaseTaskBackend):
    """No I/O before the first enqueue: backends are made, and tasks validated, while modules are imported."""

    task_class = RaydeckTask
    is_in_database = True
    supports_defer = True
    supports_async_task = True
    supports_get_result = True
    supports_priority = True

    def __init__(self, alias: str, params: dict[str, Any]) -> None:
        super().__init__(alias, with_default_queues(params))

    @property
    def task_defaults(self) -> dict[str, Any]:
        """What a task gets that does not say it itself, by the names of RaydeckTask's fields, and `runner`."""
        return task_defaults()

    @property
    def database(self) -> str:
        """The alias of the database whose transactions count: OPTIONS["DATABASE"], else `default`."""
        return str(self.options.get("DATABASE", "default"))

    def validate_task(self, task: Any) -> None:
        """Also: `module.function` must be a name by which another process finds it."""
        super().validate_task(task)
        if len(task.module_path) > 255:
            raise InvalidTask("Task function has a path of more than 255 characters.")

    def check(self, **kwargs: Any) -> Iterator[Any]:
        """Of settings alone: asks neither the database nor the network."""
        yield from super().check(**kwargs)
        yield from check_settings(self)


def ready_result(task: Any, result_id: str, enqueued_at: Any, args: list[Any], kwargs: dict[str, Any]) -> Any:
    """The result of a task that has just been enqueued."""
    return TaskResult(
        task=task,
        id=result_id,
        status=TaskResultStatus.READY,
        enqueued_at=enqueued_at,
        started_at=None,
        last_attempted_at=None,
        finished_at=None,
        args=args,
        kwargs=kwargs,
        backend=task.backend,
        errors=[],
        worker_ids=[],
    )


def refuse_unreachable(task: Any) -> None:
    """At enqueue, not at definition: a script may define tasks and not enqueue them."""
    module = task.func.__module__.split(".")[0]
    if module in ("__main__", "__mp_main__"):
        raise InvalidTask("Task function is defined in the script that runs now: move it into a module.")


def tell_enqueued(sender: type, result: Any) -> None:
    """A receiver that raises does not undo what is enqueued: Django logs it."""
    task_enqueued.send_robust(sender, task_result=result)
