"""From an import path to the function that may run."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from types import ModuleType
from typing import Any

from ..task import Task
from .refusal import CallableNotAllowed, CallableNotFound

# Of `inspect`, whose import costs more than a small task.
CO_COROUTINE = 0x80


@dataclass(frozen=True)
class Loaded:
    """`function` is what to call; `django_task` the Task of Django's whose function it is."""

    function: Callable[..., Any]
    django_task: Any = None

    @property
    def is_coroutine_function(self) -> bool:
        """False for a task of Django's, whose framework has its own way with coroutines."""
        code = getattr(self.function, "__code__", None)
        return self.django_task is None and code is not None and bool(code.co_flags & CO_COROUTINE)


def load_callable(path: str, *, plain_callables: bool) -> Loaded:
    """Import `package.module.name` (nested names too) and return what to call.

    Raises CallableNotFound, CallableNotAllowed, or whatever the module raises while it is imported.
    """
    return _runnable(_find(_names(path)), path, plain_callables)


# An actor is given the same few over and over.
@lru_cache(maxsize=10_000)
def _names(path: str) -> list[str]:
    if "<locals>" in path or path.split(".")[0] in ("__main__", "__mp_main__"):
        raise CallableNotAllowed(f"{path}: only what can be imported by name from a module can run in another process")
    if any(name.startswith("__") for name in path.split(".")):
        raise CallableNotAllowed(f"{path}: names that begin with __ lead into Python itself")
    if "." not in path or not all(path.split(".")):
        raise CallableNotFound(f"{path!r} is not a path like 'package.module.function'")
    return path.split(".")


def _find(names: list[str]) -> Any:
    for count in range(len(names) - 1, 0, -1):
        module_name = ".".join(names[:count])
        try:
            found: Any = importlib.import_module(module_name)
        except ModuleNotFoundError as error:
            # Only the absence of this very module, or of a package above it, means "look one name further up". A module
            # that exists and imports something missing failed by itself, and keeps its own error.
            if error.name and f"{module_name}.".startswith(f"{error.name}."):
                continue
            raise
        return _descend(found, module_name, names[count:])
    raise CallableNotFound(f"there is no module {'.'.join(names[:-1])!r}")


def _descend(found: Any, where: str, names: list[str]) -> Any:
    for name in names:
        try:
            found = getattr(found, name)
        except AttributeError:
            raise CallableNotFound(f"{where!r} has no {name!r}") from None
        where = f"{where}.{name}"
        # Queues and keys allow callables by prefix: what a module imports for itself is not below it.
        if isinstance(found, ModuleType) and found.__name__ != where:
            raise CallableNotAllowed(f"{where} is the module {found.__name__}, imported there: name it by its own path")
    return found


def _runnable(found: Any, path: str, plain_callables: bool) -> Loaded:
    if isinstance(found, Task):
        return Loaded(found.func)
    if is_django_task(found):
        return _django_function(found, path)
    if not callable(found):
        raise CallableNotAllowed(f"{path} is not callable, it is of type {type(found).__name__}")
    if not plain_callables:
        raise CallableNotAllowed(
            f"{path} is not a task: decorate it with @raydeck.task, or allow plain callables on its queue"
        )
    return Loaded(found)


def is_django_task(found: Any) -> bool:
    """By its looks: Django itself may not be there."""
    return callable(getattr(found, "func", None)) and isinstance(getattr(found, "module_path", None), str)


def _django_function(task: Any, path: str) -> Loaded:
    if is_of_the_framework(task):
        return Loaded(task.func, task)
    if getattr(task, "takes_context", False):
        raise CallableNotAllowed(f"{path} takes a context, and is no Task of Django's framework, which alone makes one")
    return Loaded(task.func)


def is_of_the_framework(task: Any) -> bool:
    """Whether it is what it looks like: an instance of Django's Task, or of the backport's."""
    roots = {cls.__module__ for cls in type(task).__mro__}
    return not roots.isdisjoint(("django.tasks.base", "django_tasks.base"))
