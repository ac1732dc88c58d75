"""The tasks in a module."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Literal

from ..execution.load_callable import is_django_task
from ..task import Task


@dataclass(frozen=True)
class Found:
    """`path`: by which Raydeck loads it. `task`: the `@raydeck.task` or Django task."""

    path: str
    kind: Literal["raydeck", "django"]
    task: Any


def find_tasks(module: ModuleType) -> list[Found]:
    """Those that this module defines, nested in its classes too, by name; what it imported belongs to another one.
    Under several names a task is listed once, by its own where it has that.
    """
    found: dict[int, Found] = {}
    for one in _walk(vars(module), module.__name__, module.__name__):
        earlier = found.get(id(one.task))
        if earlier is None or one.path == _own_path(one):
            found[id(one.task)] = one
    return sorted(found.values(), key=lambda one: one.path)


def _walk(members: Mapping[str, Any], where: str, module_name: str) -> Iterator[Found]:
    for name, member in list(members.items()):
        # By its type, for isinstance() would ask the object itself, and a proxy may raise.
        path = f"{where}.{name}"
        value: Any = member.__func__ if type(member) is staticmethod else member
        kind = _kind(value)
        if kind is not None and getattr(value.func, "__module__", None) == module_name:
            yield Found(path, kind, value)
        # Only where a class was written: an alias, or a reference to an outer one, would lead round in circles.
        elif issubclass(type(member), type) and f"{member.__module__}.{member.__qualname__}" == path:
            yield from _walk(vars(member), path, module_name)


def _kind(value: Any) -> Literal["raydeck", "django"] | None:
    try:
        if isinstance(value, Task):
            return "raydeck"
        return "django" if not isinstance(value, type) and is_django_task(value) else None
    except Exception:  # proxies that stand for something not set up yet raise whatever they like
        return None


def _own_path(found: Found) -> str:
    return str(found.task.path if found.kind == "raydeck" else found.task.module_path)
