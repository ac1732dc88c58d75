"""Finds a task of the HTTP backend again."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from ..client import Client, NotFoundError, TaskDetail
from .stored_task import StoredAttempt, StoredTask
from .task_tags import CLIENT_ID
from .times import instant, text_of
from .uuid_v7 import made_at

# How far two clocks may be apart, and how long a transaction may last between an id and its commit.
_BEFORE, _AFTER = timedelta(minutes=10), timedelta(hours=24)


def find_by_client_id(client: Client, known_id: uuid.UUID) -> StoredTask | None:
    """By the tag, within the time that the id tells; or as Raydeck's own id. None when there is none."""
    moment = made_at(known_id)
    within = {} if moment is None else {"created_after": moment - _BEFORE, "created_before": moment + _AFTER}
    tasks: Any = client.list(tag=f"{CLIENT_ID}{known_id}", **within)  # type: ignore[arg-type]
    task = next(iter(tasks), None)
    try:
        return _stored(client.get(known_id if task is None else task.id), str(known_id))
    except NotFoundError:
        return None


def _stored(task: TaskDetail, known_as: str) -> StoredTask:
    # Arguments that are too large to come along do not stand there either.
    is_stored = (task.raw.get("stored") or {}).get("argumentsBytes") is not None
    if task.args is None and not is_stored:
        raise ImproperlyConfigured("Raydeck's API key may not see payloads: results need its payload permission")
    attempts = [
        StoredAttempt(one.worker_id or "", _moment(one.started_at or one.submitted_at), one.error_class, one.traceback)
        for one in reversed(task.attempts)
    ]
    return StoredTask(
        id=known_as,
        callable=task.callable,
        args=task.args or [],
        kwargs=task.kwargs or {},
        queue=task.queue,
        priority=task.priority,
        tags=task.tags,
        state=task.state,
        enqueued_at=_moment(task.created_at),
        finished_at=_moment(task.finished_at),
        result=task.result,
        attempts=tuple(attempts),
    )


def _moment(value: Any) -> Any:
    """As Django has it under its USE_TZ."""
    return None if value is None else instant(text_of(value))
