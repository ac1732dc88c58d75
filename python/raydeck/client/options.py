"""The surface by which both clients are told what to enqueue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, ParamSpec, Protocol, TypeVar, overload

from .callable_path import callable_path, declared_options
from .new_task import NewTask, TaskOptions

P = ParamSpec("P")
R = TypeVar("R")


class DjangoTask(Protocol):
    """What a task of Django looks like from here."""

    @property
    def module_path(self) -> str: ...


class Options:
    """Makes NewTasks out of calls, with options that hold for all of them."""

    def __init__(self, options: TaskOptions) -> None:
        self._options = options

    @overload
    def new_task(self, callable: str, /, *args: Any, **kwargs: Any) -> NewTask: ...
    @overload
    def new_task(self, callable: Callable[P, Any], /, *args: P.args, **kwargs: P.kwargs) -> NewTask: ...
    @overload
    def new_task(self, callable: DjangoTask, /, *args: Any, **kwargs: Any) -> NewTask: ...
    def new_task(self, callable: Any, /, *args: Any, **kwargs: Any) -> NewTask:  # noqa: A002
        """A call for `enqueue_many`, with these options. Nothing is sent. Raises InvalidError."""
        said: dict[str, Any] = {name: value for name, value in self._options.items() if value is not None}
        declared = declared_options(callable)
        options: dict[str, Any] = {**declared, **said}
        isolation = (declared.get("resources") or {}).get("isolation")
        if isolation is not None and isinstance(said.get("resources"), dict):
            # How a task must run is not unsaid by how much it may use.
            options["resources"] = {"isolation": isolation, **said["resources"]}
        return replace(NewTask(callable_path(callable), args, kwargs), **options)
