"""The annotations of a function, as types."""

from __future__ import annotations

import contextlib
import typing
from collections.abc import Callable
from typing import Any


def type_hints(function: Callable[..., Any]) -> dict[str, Any]:
    """By parameter, `return` too. What cannot be resolved, a name imported for type checkers only say, is missing,
    and the others are there.
    """
    try:
        return typing.get_type_hints(function, include_extras=True)
    except Exception:  # annotations are user code
        pass
    hints: dict[str, Any] = {}
    for name, annotation in getattr(function, "__annotations__", {}).items():

        def one() -> None: ...

        one.__annotations__ = {name: annotation}
        with contextlib.suppress(Exception):
            hints |= typing.get_type_hints(one, getattr(function, "__globals__", {}), include_extras=True)
    return hints
