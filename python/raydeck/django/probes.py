"""What `raydeck_check` looks at. Every probe of the database is rolled back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from django.apps import apps
from django.db import connections, transaction
from django.db.utils import Error
from django.utils.module_loading import import_string, module_has_submodule

from ..client import RaydeckError
from .base_backend import RaydeckBackendBase
from .call_body import call_body, door_request
from .framework import InvalidTask, Task

Finding = tuple[bool, str]
_REFUSED = "SELECT e.code, e.message FROM raydeck.try_enqueue_tasks(%s::jsonb) AS e"


def probe(backend: Any) -> Iterator[Finding]:
    """What is good and what is not about one backend of TASKS, each as a sentence."""
    if not isinstance(backend, RaydeckBackendBase):
        yield True, f"{type(backend).__name__} is not Raydeck's, and not looked at"
        return
    if backend.is_in_database:
        yield from _probe_database(backend)
    else:
        yield from _probe_console(backend)
    yield from _probe_tasks(backend)


def _probe_database(backend: Any) -> Iterator[Finding]:
    try:
        with transaction.atomic(using=backend.database), connections[backend.database].cursor() as cursor:
            cursor.execute(_REFUSED, [json.dumps({"version": 1, "tasks": []})])
            _, message = cursor.fetchone()
    except Error as error:
        yield False, f"the database {backend.database!r} has no door to Raydeck: {_line(error)}"
        return
    # The door looks at the version first, then at the tasks.
    is_known = message.startswith("tasks")
    yield is_known, "the door speaks version 1" if is_known else f"the door does not speak version 1: {message}"
    try:
        with transaction.atomic(using=backend.database), connections[backend.database].cursor() as cursor:
            cursor.execute("SELECT FROM raydeck.readable_task LIMIT 1")
        yield True, "results can be read"
    except Error as error:
        yield False, f"results cannot be read, ask for raydeck.grant_read: {_line(error)}"
    for queue in sorted(backend.queues):
        yield _probe_queue(backend, queue)


def _probe_queue(backend: Any, queue: str) -> Finding:
    """Enqueues a task of this project and rolls it back."""
    known = [task for task in find_tasks() if task.backend == backend.alias]
    body = {"callable": "raydeck.demo.add", "args": [1, 2], "kwargs": {}, "queue": queue}
    if known:
        body = {**call_body(known[0], [], {}, backend.task_defaults), "queue": queue}
    with transaction.atomic(using=backend.database):
        with connections[backend.database].cursor() as cursor:
            cursor.execute(_REFUSED, [door_request(body)])
            code, message = cursor.fetchone()
        transaction.set_rollback(True, using=backend.database)
    return code is None, f"queue {queue}: {'takes tasks' if code is None else message}"


def _probe_console(backend: Any) -> Iterator[Finding]:
    try:
        known = {one.name for one in backend.client.queues.list()}
    except RaydeckError as error:
        yield False, f"the console does not answer: {error}"
        return
    yield True, "the console answers"
    for queue in sorted(backend.queues):
        yield queue in known, f"queue {queue}: {'exists' if queue in known else 'does not exist'}"


def _probe_tasks(backend: Any) -> Iterator[Finding]:
    """Whether the name under which a task is enqueued leads back to it."""
    for task in find_tasks():
        if task.backend != backend.alias:
            continue
        try:
            backend.validate_task(task)
            found = import_string(task.module_path)
            is_same = isinstance(found, Task) and found.func is task.func
            yield is_same, f"{task.module_path}{'' if is_same else ': its name leads to something else'}"
        except (ImportError, InvalidTask) as error:
            yield False, f"{task.module_path}: {error}"


def find_tasks() -> list[Any]:
    """The tasks in the modules `tasks` of installed apps."""
    found = {}
    for config in apps.get_app_configs():
        if module_has_submodule(config.module, "tasks"):
            module = import_module(f"{config.name}.tasks")
            found.update({id(one): one for one in vars(module).values() if isinstance(one, Task)})
    return list(found.values())


def _line(error: Exception) -> str:
    return str(error).strip().split("\n")[0]
