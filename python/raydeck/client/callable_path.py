"""From what a caller has in hand to the name by which Ray finds it."""

from __future__ import annotations

import math
from typing import Any

from ..execution.load_callable import is_django_task
from ..task import Task
from .errors import InvalidError
from .new_task import TaskOptions, invalid


def callable_path(value: Any) -> str:
    """The import path of a function, of a `@raydeck.task`, of a Django task; a text is one already.

    Raises InvalidError for what another process cannot find by its name.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, Task):
        return _checked(value.path)
    if is_django_task(value):
        return _checked(value.module_path)
    if not callable(value):
        raise _refused(f"takes a function, a task or an import path, not {type(value).__name__}")
    module, name = getattr(value, "__module__", None), getattr(value, "__qualname__", None)
    bound_to = getattr(value, "__self__", None)
    if not isinstance(module, str) or not isinstance(name, str):
        raise _refused(f"cannot be found by its name, being a {type(value).__name__}: name a function of a module")
    if bound_to is not None and not isinstance(bound_to, type) and type(bound_to).__name__ != "module":
        raise _refused(f"is a method of one {type(bound_to).__name__}, which stays here: name a function of a module")
    return _checked(f"{module}.{name}")


def declared_options(value: Any) -> TaskOptions:
    """What the author of a `@raydeck.task` or of a Django task declared. A whole number of seconds, as the API
    wants it, rounded up.
    """
    if isinstance(value, Task):
        return {
            "queue": value.queue,
            "max_attempts": value.max_attempts,
            "timeout_seconds": None if value.timeout_seconds is None else math.ceil(value.timeout_seconds),
            "retry": value.retry,  # type: ignore[typeddict-item]  # the author's, checked by the server
            "resources": None if value.isolation is None else {"isolation": value.isolation},
        }
    if isinstance(value, str) or not is_django_task(value):
        return {}
    # The latter ones are RaydeckTask's; a Task of another backend has none of them.
    return {
        "queue": getattr(value, "queue_name", None),
        "priority": int(getattr(value, "priority", 0)),
        "run_at": getattr(value, "run_after", None),
        "max_attempts": getattr(value, "max_attempts", None),
        "timeout_seconds": getattr(value, "timeout", None),
        "retry": getattr(value, "backoff", None),
        "resources": getattr(value, "resources", None),
        "profile": getattr(value, "profile", None),
        "concurrency_key": getattr(value, "concurrency_key", None),
    }


def _checked(path: str) -> str:
    if "<" in path:
        raise _refused(f"{path} lies within a function: only what a module holds by name can run in another process")
    if path.split(".")[0] in ("__main__", "__mp_main__"):
        raise _refused(
            f"{path} lies in the script that runs now, which no other process can import: move it into a module"
        )
    return path


def _refused(problem: str) -> InvalidError:
    return invalid("callable", problem)
