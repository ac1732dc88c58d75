"""From what a caller hands in to a function that can be called here and in another process."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from ..execution.load_callable import is_django_task, load_callable


def function_of(given: Any) -> Callable[..., Any]:
    """A function, a coroutine function, a `@raydeck.task`, a task of Django's. Raises TypeError for anything else."""
    if is_django_task(given):
        if getattr(given, "takes_context", False):
            raise TypeError(f"{given.module_path} takes the context of a task, which an item has none of")
        return _DjangoFunction(given.module_path)
    if not callable(given):
        raise TypeError(f"the first argument is the function to call, not {type(given).__name__}")
    function: Callable[..., Any] = given
    return function


def name_of(given: Any) -> str:
    """For people."""
    while isinstance(given, functools.partial):
        given = given.func
    if is_django_task(given):
        given = given.func
    return str(getattr(given, "__qualname__", type(given).__name__))


class _DjangoFunction:
    """By its path: Django's tasks cannot be pickled, and a module has the task under the name of its function."""

    def __init__(self, path: str) -> None:
        self._path = path

    def __call__(self, *args: Any) -> Any:
        return load_callable(self._path, plain_callables=True).function(*args)
