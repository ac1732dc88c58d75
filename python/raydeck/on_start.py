"""`@raydeck.on_start`: what a process prepares before the first task of a module, such as a model to load."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

Hook = TypeVar("Hook", bound=Callable[[], Any])

# By module, those that have not run yet in this process, in the order in which they were registered.
_waiting: dict[str, list[Callable[[], Any]]] = {}


class OnStartFailed(Exception):
    """A hook has raised: its module's task was not called. The next task of the module tries the hook again."""


def on_start(hook: Hook) -> Hook:
    """Have `hook()` run once in each process, before the first call of a task of the module that the hook stands in.

    An actor of `ray_core` runs many tasks after it, a job one. It runs as part of that first task: in its time, with
    `raydeck.context()`. If it raises, the task fails with `raydeck.OnStartFailed`, which is retried by the task's
    policy. Returns `hook` itself. Raises TypeError for what is no plain function.
    """
    import inspect  # every attempt imports this package, few have hooks

    if not callable(hook) or inspect.iscoroutinefunction(hook):
        raise TypeError("raydeck.on_start takes a plain function without arguments")
    _waiting.setdefault(hook.__module__, []).append(hook)
    return hook


def run_hooks(module: str) -> None:
    """Run what this module waits for. Raises OnStartFailed."""
    hooks = _waiting.get(module)
    while hooks:
        hook = hooks[0]
        try:
            hook()
        except Exception as error:
            import traceback

            described = traceback.format_exception_only(type(error), error)[-1].strip()
            name = getattr(hook, "__qualname__", repr(hook))
            raise OnStartFailed(f"{module}.{name}: {described}") from error
        hooks.pop(0)


OnStartFailed.__module__ = "raydeck"
