"""Running a Django task, wherever: its context, its function, the signals around it."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from inspect import iscoroutinefunction
from typing import Any, Protocol

from django.utils import timezone

from ..canceled import Canceled
from ..execution.arguments import check_arguments
from ..execution.call import call
from ..execution.failure import Phase
from ..execution.serialise import serialise
from .framework import TaskContext, TaskResultStatus, normalize_json, task_backends, task_finished, task_started
from .stored_task import StoredAttempt
from .task_result import task_error


class Attempt(Protocol):
    """The attempt that runs: where it stands, and what an exception means to it."""

    phase: Phase

    def is_final(self, error: BaseException) -> bool: ...
    def failed(self, error: BaseException) -> StoredAttempt: ...


def run_task(task: Any, result: Any, attempt: Attempt, limit_bytes: int) -> str:
    """The returned value's JSON text. Raises what the task raises, after its receivers have heard of it."""
    with _signals(result, attempt):
        attempt.phase = "arguments"
        args = [TaskContext(task_result=result), *result.args] if task.takes_context else result.args
        check_arguments(task.func, task.module_path, args, result.kwargs)
        attempt.phase = "call"
        value = _invoke(task, args, result.kwargs)
        attempt.phase = "serialise"
        # Raises TypeError "Unsupported type" for what JSON has not, as Django's own backends do.
        normal = normalize_json(value)
        text = serialise(normal, limit_bytes)
        object.__setattr__(result, "_return_value", normal)
        return text


@contextmanager
def _signals(result: Any, attempt: Attempt) -> Iterator[None]:
    """task_started before, task_finished when it is final: after a failure in the except block, where tools look."""
    sender = type(task_backends[result.backend])
    _send(task_started, sender, result)
    try:
        yield
    except BaseException as error:
        if attempt.is_final(error):
            result.errors.append(task_error(attempt.failed(error)))
            _end(result, TaskResultStatus.FAILED)
            _send(task_finished, sender, result)
        raise
    _end(result, TaskResultStatus.SUCCESSFUL)
    _send(task_finished, sender, result)


def _invoke(task: Any, args: list[Any], kwargs: dict[str, Any]) -> Any:
    """What the function returns. A coroutine runs as Django runs one, its synchronous parts in this very thread."""
    if iscoroutinefunction(task.func):
        from asgiref.sync import async_to_sync

        return async_to_sync(task.func)(*args, **kwargs)
    return call(task.func, args, kwargs)


def _end(result: Any, status: Any) -> None:
    object.__setattr__(result, "finished_at", timezone.now())
    object.__setattr__(result, "status", status)


def _send(signal: Any, sender: type, result: Any) -> None:
    """A receiver may raise what it likes: the task is none of its business. A stop passes."""
    try:
        signal.send_robust(sender, task_result=result)
    except Canceled:
        raise
    except BaseException:
        traceback.print_exc()
