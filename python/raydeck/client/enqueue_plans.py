"""How a client enqueues, as plans."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from . import requests
from .decode import decode
from .errors import FieldProblem, InvalidError, UnexpectedAnswerError
from .exchange import Plan
from .new_task import NewTask, invalid
from .plans import ask, items_of

MOST_TASKS = 1000
"""In one batch; what is more has no all or nothing."""


LARGEST_BODY_BYTES = 8 * 1024 * 1024
"""Of a single task; arguments that make it more go ahead of it. The server takes 10 MiB in one piece."""


@dataclass(frozen=True)
class Enqueued:
    id: str
    replayed: bool = False


def enqueue(task: NewTask) -> Plan[Enqueued]:
    """An idempotency key is made when there is none: so a repeat, after an answer that was lost, finds the first
    task.
    """
    body = _with_key(task).body()
    request = requests.enqueue(body)
    if len(request.body or b"") > LARGEST_BODY_BYTES:
        request = requests.enqueue((yield from _with_arguments_ahead(body)))
    return _seen_by(task, decode(Enqueued, (yield from ask(request))))


def _with_arguments_ahead(body: Mapping[str, Any]) -> Plan[Mapping[str, Any]]:
    """The task, its arguments uploaded. Uploaded twice they are the same for the idempotency key."""
    call = {name: body[name] for name in ("args", "kwargs") if name in body}
    uploaded = yield from ask(requests.upload_arguments(call))
    rest = {name: value for name, value in body.items() if name not in call}
    return {**rest, "argumentsUpload": str(uploaded["id"])}


def enqueue_many(tasks: Iterable[NewTask]) -> Plan[list[Enqueued]]:
    asked = list(islice(tasks, MOST_TASKS + 1))
    if not asked:
        return []
    if len(asked) > MOST_TASKS:
        raise invalid("tasks", f"are more than {MOST_TASKS}: all or nothing holds for one batch, so make several")
    answer = yield from ask(requests.enqueue_batch([_body_in_batch(index, task) for index, task in enumerate(asked)]))
    items = [decode(Enqueued, item) for item in items_of(answer)]
    if len(items) != len(asked):
        raise UnexpectedAnswerError(f"{len(asked)} tasks were enqueued, the answer holds {len(items)}")
    return [_seen_by(task, item) for task, item in zip(asked, items, strict=True)]


def _with_key(task: NewTask) -> NewTask:
    return task if task.idempotency_key is not None else replace(task, idempotency_key=str(uuid.uuid4()))


def _seen_by(task: NewTask, enqueued: Enqueued) -> Enqueued:
    """A key that we made can only have been replayed by our own repeat: for the caller the task is new."""
    return enqueued if task.idempotency_key is not None else replace(enqueued, replayed=False)


def _body_in_batch(index: int, task: NewTask) -> Mapping[str, Any]:
    if not isinstance(task, NewTask):
        raise invalid(f"tasks[{index}]", f"is no NewTask but of type {type(task).__name__}: see new_task()")
    try:
        return _with_key(task).body()
    except InvalidError as error:
        errors = tuple(FieldProblem(f"tasks[{index}].{e.path}", e.problem) for e in error.errors)
        raise InvalidError("; ".join(map(str, errors)), errors=errors) from None
