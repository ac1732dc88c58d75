"""From a returned value to JSON text, or to an error that names the place."""

from __future__ import annotations

import json
import math
import re
from typing import Any

from .refusal import ResultNotSerialisable, ResultTooLarge

_PLAIN_KEY = re.compile(r"[A-Za-z_]\w*\Z")
_DEEPEST = 1_000
_ENCODER = json.JSONEncoder(allow_nan=False, ensure_ascii=False)


def serialise(value: Any, limit_bytes: int) -> str:
    """JSON text of at most `limit_bytes` in UTF-8. Raises ResultNotSerialisable or ResultTooLarge.

    Nothing is turned into text silently: dates, decimals, UUIDs, sets, bytes and keys that are no text are refused,
    and so are NaN, infinity, NUL and lone surrogates, which Python's json takes and PostgreSQL does not. Tuples become
    arrays.
    """
    try:
        text = _ENCODER.encode(value)
        size = len(text.encode("utf-8"))
    except (TypeError, ValueError, RecursionError) as error:
        _refuse_what_is_not_json(value)
        raise ResultNotSerialisable(f"the result is not JSON: {error}") from None
    if size > limit_bytes:
        raise ResultTooLarge(f"the result is {size} bytes of JSON, the limit is {limit_bytes}")
    _refuse_what_is_not_json(value)
    return text


def _refuse_what_is_not_json(root: Any) -> None:
    found = find_problem(root)
    if found is not None:
        raise ResultNotSerialisable(" ".join(found))


def find_problem(root: Any) -> tuple[str, str] | None:
    """The first place that `serialise` would refuse, as `$.items[3].when`, and what is wrong there."""
    # An own stack, not recursion: what is nested too deeply for json is what this has to name.
    stack: list[tuple[Any, str, tuple[int, ...]]] = [(root, "$", ())]
    while stack:
        value, path, above = stack.pop()
        problem = _problem(value)
        if problem is None and id(value) in above:
            problem = "refers back to what holds it"
        if problem is None and len(above) > _DEEPEST:
            problem, path = "is nested too deeply", path[:200]
        if problem is not None:
            return path, problem
        if isinstance(value, dict):
            stack += [(item, _child(path, key), (*above, id(value))) for key, item in reversed(value.items())]
        elif isinstance(value, (list, tuple)):
            stack += [(value[i], f"{path}[{i}]", (*above, id(value))) for i in reversed(range(len(value)))]
    return None


def _problem(value: Any) -> str | None:
    if value is None or isinstance(value, int):
        return None
    if isinstance(value, float):
        return None if math.isfinite(value) else f"is {value}, which is not JSON"
    if isinstance(value, str):
        return _text_problem(value)
    if isinstance(value, dict):
        return next((problem for key in value if (problem := _key_problem(key)) is not None), None)
    if isinstance(value, (list, tuple)):
        return None
    hint = "; return a list" if hasattr(value, "__next__") or hasattr(value, "__anext__") else ""
    return f"is of type {_type_name(value)}, which is not JSON{hint}"


def _key_problem(key: Any) -> str | None:
    if not isinstance(key, str):
        return f"has a key of type {_type_name(key)}; JSON's keys are text"
    problem = _text_problem(key)
    return None if problem is None else f"has a key that {problem}"


def _text_problem(text: str) -> str | None:
    if "\0" in text:
        return "holds a NUL character"
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "holds a lone surrogate"
    return None


def _child(path: str, key: str) -> str:
    return f"{path}.{key}" if _PLAIN_KEY.match(key) else f"{path}[{json.dumps(key)}]"


def _type_name(value: Any) -> str:
    kind = type(value)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
