"""From what Raydeck knows of a task to Django's TaskResult."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from django.utils.module_loading import import_string

from ..failures import exception_class_path
from .framework import Task, TaskError, TaskResult, TaskResultMismatch, TaskResultStatus, task_backends
from .stored_task import StoredAttempt, StoredTask
from .task_tags import backend_of, run_after_of

STATUS = {
    "BLOCKED": TaskResultStatus.READY,
    "QUEUED": TaskResultStatus.READY,
    "RUNNING": TaskResultStatus.RUNNING,
    "SUCCEEDED": TaskResultStatus.SUCCESSFUL,
    "FAILED": TaskResultStatus.FAILED,
    "CANCELED": TaskResultStatus.FAILED,
}


def task_result(stored: StoredTask, task: Any) -> Any:
    """One worker id for each attempt, one error for each that failed: so `attempts`, ids and errors stay in step."""
    attempts = stored.attempts
    result = TaskResult(
        task=task,
        id=stored.id,
        status=STATUS[stored.state],
        enqueued_at=stored.enqueued_at,
        started_at=attempts[0].started_at if attempts else None,
        last_attempted_at=attempts[-1].started_at if attempts else None,
        finished_at=stored.finished_at,
        args=stored.args,
        kwargs=stored.kwargs,
        backend=task.backend,
        errors=[task_error(attempt) for attempt in attempts if attempt.error_class is not None],
        worker_ids=[attempt.worker_id for attempt in attempts],
    )
    object.__setattr__(result, "_return_value", stored.result)
    return result


def task_error(attempt: StoredAttempt) -> Any:
    return TaskError(
        exception_class_path=exception_class_path(attempt.error_class or "Failure"), traceback=attempt.traceback or ""
    )


def find_task(path: str) -> Any:
    """The Task of this name in this process. Raises TaskResultMismatch where there is none."""
    try:
        found = import_string(path)
    except ImportError as error:
        raise TaskResultMismatch(f"Task does not match ({path!r} cannot be imported here: {error})") from error
    if not isinstance(found, Task):
        raise TaskResultMismatch(f"Task does not match ({path!r} is no task here)")
    return found


def rebuilt(task: Any, stored: StoredTask, alias: str, defaults: Mapping[str, Any]) -> Any:
    """`task` as it was enqueued: what the store knows rules. `defaults` are what an option that was not said became.

    `alias` is the backend of a task that was enqueued by other means, or through a backend unknown here.
    """
    told = backend_of(stored.tags)
    changes: dict[str, Any] = {
        "backend": told if told in set(task_backends) else alias,
        "queue_name": stored.queue,
        "priority": stored.priority,
        "run_after": run_after_of(stored.tags),
    }
    names = {one.name for one in fields(task)}
    for name, value in stored.options.items():
        was_said = getattr(task, name, None) is not None
        if name in names and (was_said or value != defaults.get(name)):
            changes[name] = value
    return replace(task, **changes)
