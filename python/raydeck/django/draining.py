"""`drain()`: runs what is queued in this process, without Ray and without a worker. For tests."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connections

from ..context import Context, set_context
from ..execution.failure import Phase, failure
from ..execution.load_callable import load_callable
from ..execution.refusal import CallableNotAllowed, Refusal
from .claimed_task import ClaimedTask, claim, claim_one, finish
from .framework import DEFAULT_TASK_BACKEND_ALIAS, task_backends
from .read_task import read_task
from .stored_task import StoredAttempt, StoredTask
from .task_result import rebuilt, task_result
from .task_run import run_task

RESULT_LIMIT_BYTES = 262_144
WORKER_ID = str(uuid.uuid4())


def drain(
    backend: str = DEFAULT_TASK_BACKEND_ALIAS, *, queues: Sequence[str] | None = None, limit: int | None = None
) -> list[Any]:
    """Run the tasks of a backend whose time has come, most urgent first, until none is left; retries at once.

    Returns their results in the order of their runs. `limit`: at most so many runs. Needs a role that may write
    Raydeck's tables: a test database's owner, not an application's role. Raises ImproperlyConfigured for a backend that
    is not ours, and KeyboardInterrupt when a task does.
    """
    found = _own_backend(backend)
    ran: list[str] = []
    while limit is None or len(ran) < limit:
        claimed = claim(connections[found.database], WORKER_ID, backend, queues)
        if claimed is None:
            break
        _run(found, claimed)
        ran.append(claimed.task_id)
    return [found.get_result(one) for one in ran]


def run_now(backend: Any, result: Any) -> None:
    """For RUNNER=sync: run the one task that has just been enqueued, to its end, unless its time is yet to come."""
    while (claimed := claim_one(connections[backend.database], WORKER_ID, result.id)) is not None:
        _run(backend, claimed)
    result.refresh()


class DrainAttempt:
    """What an exception means, by the claimed task's own budget."""

    def __init__(self, claimed: ClaimedTask) -> None:
        self._claimed = claimed
        self.phase: Phase = "import"

    def is_final(self, error: BaseException) -> bool:
        is_retryable = self.phase != "serialise" and not isinstance(error, (Refusal, KeyboardInterrupt))
        return not is_retryable or self._claimed.failures + 1 >= self._claimed.max_attempts

    def failed(self, error: BaseException) -> StoredAttempt:
        described = failure(error, self.phase)
        return StoredAttempt(WORKER_ID, None, described["class"], described["traceback"])


def _run(backend: Any, claimed: ClaimedTask) -> None:
    connection = connections[backend.database]
    stored = read_task(connection, uuid.UUID(claimed.task_id))
    assert stored is not None
    attempt = DrainAttempt(claimed)
    try:
        with _context(stored, claimed), _usable_connection(backend.database):
            text = _perform(backend, stored, attempt)
    except BaseException as error:
        finish(connection, claimed, error=failure(error, attempt.phase), is_final=attempt.is_final(error))
        if isinstance(error, KeyboardInterrupt):
            raise
    else:
        finish(connection, claimed, result=text)


def _perform(backend: Any, stored: StoredTask, attempt: DrainAttempt) -> str:
    loaded = load_callable(stored.callable, plain_callables=False)
    if loaded.django_task is None:
        raise CallableNotAllowed(f"{stored.callable} is no task of Django's: drain() runs no other")
    task = rebuilt(loaded.django_task, stored, backend.alias, backend.task_defaults)
    return run_task(task, task_result(stored, task), attempt, RESULT_LIMIT_BYTES)


@contextmanager
def _context(stored: StoredTask, claimed: ClaimedTask) -> Iterator[None]:
    """`raydeck.context()` works here too."""
    set_context(
        Context(
            task_id=stored.id,
            attempt_id=claimed.attempt_id,
            number=len(stored.attempts),
            max_attempts=claimed.max_attempts,
            queue=stored.queue,
            idempotency_key=stored.id,
        )
    )
    try:
        yield
    finally:
        set_context(None)


@contextmanager
def _usable_connection(alias: str) -> Iterator[None]:
    """A task may break the transaction of a test: then its own part is undone. What it wrote otherwise stays, as on
    Ray, where nobody rolls back for it.
    """
    connection = connections[alias]
    savepoint = connection.savepoint() if connection.in_atomic_block else None
    try:
        yield
    finally:
        if savepoint is not None and (connection.needs_rollback or not connection.is_usable()):
            connection.needs_rollback = False
            connection.savepoint_rollback(savepoint)
        if savepoint is not None:
            connection.savepoint_commit(savepoint)


def _own_backend(alias: str) -> Any:
    from django.core.exceptions import ImproperlyConfigured

    from .backend import RaydeckBackend

    found = task_backends[alias]
    if not isinstance(found, RaydeckBackend):
        raise ImproperlyConfigured(f"drain() runs tasks of a RaydeckBackend, and {alias!r} is a {type(found).__name__}")
    return found
