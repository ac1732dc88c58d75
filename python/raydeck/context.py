"""`raydeck.context()`: what a running task can know and say about its attempt."""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping
from contextvars import ContextVar

from .canceled import Canceled
from .execution.bounded_text import clean
from .task_logger import task_logger

MESSAGE_LIMIT = 500


class Context:
    """One attempt, seen from the user code that it runs. Usable from any thread of the process.

    `task_id`, `attempt_id`: UUIDs as text. `number`: 1 at the first attempt, at most `max_attempts` unless attempts
    were lost through no fault of the task. `idempotency_key`: equal in all attempts of the task. `logger`: the logger
    `raydeck.task`, on standard error unless the root logger has handlers.
    """

    def __init__(
        self, *, task_id: str, attempt_id: str, number: int, max_attempts: int, queue: str, idempotency_key: str
    ) -> None:
        self.task_id = task_id
        self.attempt_id = attempt_id
        self.number = number
        self.max_attempts = max_attempts
        self.queue = queue
        self.idempotency_key = idempotency_key
        self.logger: logging.Logger = task_logger()
        self._cancel_reason: str | None = None
        self._progress: dict[str, float | str | None] | None = None
        # Whether the task itself has said how far it is: helpers then keep quiet.
        self._has_own_progress = False
        # What the profile has set in this process, and no other one has by itself.
        self._environment: Mapping[str, str] = {}

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked for the task to end. Use what is left for cleaning up: force follows soon."""
        return self._cancel_reason is not None

    def check_cancelled(self) -> None:
        """Raise `raydeck.Canceled` when the task was cancelled; the attempt then ends CANCELED."""
        if self._cancel_reason is not None:
            raise Canceled(self._cancel_reason)

    def progress(self, current: float, total: float | None = None, message: str | None = None) -> None:
        """Say how far the work is. Cheap: kept here, sent with the next heartbeat; the last one wins.

        `current` and `total` are finite numbers in any unit; `message` is cut at 500 characters. Raises TypeError or
        ValueError for what is neither.
        """
        self._tell(current, total, message)
        self._has_own_progress = True

    def _tell(self, current: float, total: float | None = None, message: str | None = None) -> None:
        for value in (current, total):
            if value is not None and (isinstance(value, bool) or not isinstance(value, (int, float))):
                raise TypeError(f"progress takes numbers, not {type(value).__name__}")
            if value is not None and not math.isfinite(value):
                raise ValueError("progress takes finite numbers")
        if current is None:
            raise TypeError("progress takes a number as current")
        text = None if message is None else clean(str(message))[:MESSAGE_LIMIT]
        self._progress = {"current": current, "total": total, "message": text}

    def _cancel(self, reason: str) -> None:
        # Plain assignment: called from a signal handler, where a lock could be held by the interrupted code.
        if self._cancel_reason is None:
            self._cancel_reason = reason


_current: Context | None = None
# In a thread that runs a child of `raydeck.parallel`, and in a coroutine that runs beside others; every other thread of
# the process sees the attempt's own.
_child: ContextVar[Context | None] = ContextVar("raydeck_child", default=None)


def context() -> Context:
    """The context of the attempt that runs in this process. Raises RuntimeError outside a Raydeck task."""
    found = find_context()
    if found is None:
        raise RuntimeError("raydeck.context() works only inside a task that Raydeck runs")
    return found


def find_context() -> Context | None:
    """`context()`, and None outside a task."""
    return _child.get() or _current


def set_context(value: Context | None) -> None:
    """Make `value` the process's context. For the execution side, and for tests of user code."""
    global _current
    _current = value


def set_task_context(value: Context) -> None:
    """Make `value` the context of the coroutine that says so, and of what it creates."""
    _child.set(value)
