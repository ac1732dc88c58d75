"""A function's parameters as the catalogue has them."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Mapping
from typing import Any, TypedDict

from ..execution.serialise import find_problem
from .json_schema import schema_of, with_null

MOST_DEFAULT_CHARACTERS = 10_000


class _Required(TypedDict):
    name: str
    kind: str
    required: bool
    schema: dict[str, Any]


class Parameter(_Required, total=False):
    """`default` only where it is JSON; a parameter that is not required has one, be it JSON or not."""

    default: Any


def parameters_of(function: Callable[..., Any], hints: Mapping[str, Any]) -> list[Parameter]:
    """In order. Decorators are not looked through, as when the task is called: what they take is what counts."""
    try:
        signature = inspect.signature(function, follow_wrapped=False)
    except (ValueError, TypeError):  # some functions written in C: anything goes
        anything: list[tuple[str, str]] = [("args", "var_positional"), ("kwargs", "var_keyword")]
        return [{"name": name, "kind": kind, "required": False, "schema": {}} for name, kind in anything]
    return [_parameter(parameter, hints) for parameter in signature.parameters.values()]


def _parameter(parameter: inspect.Parameter, hints: Mapping[str, Any]) -> Parameter:
    has_default = parameter.default is not parameter.empty
    is_variable = parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
    schema = schema_of(hints[parameter.name]) if parameter.name in hints else {}
    found: Parameter = {
        "name": parameter.name,
        "kind": parameter.kind.name.lower(),
        "required": not has_default and not is_variable,
        # `limit: int = None` says None, whatever its annotation says.
        "schema": with_null(schema) if has_default and parameter.default is None else schema,
    }
    if has_default and _is_short_json(parameter.default):
        found["default"] = parameter.default
    return found


def _is_short_json(value: Any) -> bool:
    try:
        return find_problem(value) is None and len(json.dumps(value)) <= MOST_DEFAULT_CHARACTERS
    except Exception:  # the value's own methods are user code
        return False
