"""`raydeck.context()` within a child."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ..context import Context, _child, find_context


class ChildContext(Context):
    """That of the task, but for its progress: of many children each would tell its own. It is checked and dropped."""

    def _tell(self, current: float, total: float | None = None, message: str | None = None) -> None:
        super()._tell(current, total, message)
        self._progress = None


def child_context() -> ChildContext | None:
    """For the children of who asks; None outside a task."""
    parent = find_context()
    if parent is None:
        return None
    child = ChildContext(**identity_of(parent))
    child._environment = parent._environment
    return child


def identity_of(context: Context) -> dict[str, Any]:
    """What its constructor takes."""
    names = ("task_id", "attempt_id", "number", "max_attempts", "queue", "idempotency_key")
    return {name: getattr(context, name) for name in names}


@contextmanager
def in_child(context: Context | None) -> Iterator[None]:
    """Within it, `raydeck.context()` of this thread is the child's."""
    token = _child.set(context)
    try:
        yield
    finally:
        _child.reset(token)
