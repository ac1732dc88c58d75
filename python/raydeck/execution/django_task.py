"""A Django task of this attempt. Loaded only where Django is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ..canceled import Canceled
from ..django.stored_task import StoredAttempt, StoredTask
from ..django.task_result import rebuilt, task_result
from ..django.task_run import run_task
from ..django.times import maybe_instant
from .failure import Phase, failure
from .refusal import Refusal
from .session import Session
from .stop_signal import MESSAGE

if TYPE_CHECKING:
    from .run_attempt import Run


def run_django_task(task: Any, run: Run) -> str:
    """The result's JSON text. Raises what the task raises, after its receivers have heard of it."""
    session = run.session
    args, kwargs = run.arguments()
    stored = stored_task(session, args, kwargs)
    task = rebuilt(task, stored, task.backend, {})
    with _own_connections():
        return run_task(task, task_result(stored, task), DjangoAttempt(run), session.result_limit_bytes)


class DjangoAttempt:
    """The run, as the framework's part of it asks."""

    def __init__(self, run: Run) -> None:
        self._run = run

    @property
    def phase(self) -> Phase:
        return self._run.phase

    @phase.setter
    def phase(self, phase: Phase) -> None:
        self._run.phase = phase

    def is_final(self, error: BaseException) -> bool:
        """As the worker will decide. Whether a SIGTERM is a cancel or a timeout, only the worker knows."""
        run = self._run
        if isinstance(error, Canceled) and run.context.cancelled and str(error) != MESSAGE:
            return True
        is_retryable = run.phase != "serialise" and not isinstance(error, Refusal)
        return not is_retryable or run.session.failures + 1 >= run.session.max_attempts

    def failed(self, error: BaseException) -> StoredAttempt:
        described = failure(error, self.phase)
        return StoredAttempt(self._run.session.worker_id, None, described["class"], described["traceback"])


def stored_task(session: Session, args: list[Any], kwargs: dict[str, Any]) -> StoredTask:
    """What the gate told. This attempt is the last one."""
    earlier = [
        StoredAttempt(one.worker_id, maybe_instant(one.started_at), one.error_class, one.traceback)
        for one in session.earlier_attempts
    ]
    return StoredTask(
        id=session.task_id,
        callable=session.callable,
        args=args,
        kwargs=kwargs,
        queue=session.queue,
        priority=session.priority,
        tags=session.tags,
        state="RUNNING",
        enqueued_at=maybe_instant(session.enqueued_at),
        attempts=(*earlier, StoredAttempt(session.worker_id, maybe_instant(session.started_at))),
    )


@contextmanager
def _own_connections() -> Iterator[None]:
    """Nothing stale before the task, nothing open after it: a report does not wait for a transaction left behind."""
    from django.db import close_old_connections, connections

    close_old_connections()
    try:
        yield
    finally:
        connections.close_all()
