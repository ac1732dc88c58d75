"""From JSON objects to the dataclasses of `records`."""

from __future__ import annotations

import dataclasses
import functools
import json
import re
import types
import typing
from collections.abc import Callable, Hashable
from datetime import datetime
from typing import Any, TypeVar

from .errors import UnexpectedAnswerError
from .exchange import Reply

T = TypeVar("T")
Convert = Callable[[Any], Any]

_HUMP = re.compile(r"_([a-z])")
_FRACTION = re.compile(r"\.(\d+)")


def parse(reply: Reply) -> Any:
    """The JSON of a good answer; integers are exact. Raises UnexpectedAnswerError when it is none."""
    if not reply.headers.get("content-type", "").startswith("application/json"):
        raise UnexpectedAnswerError("what answered is not Raydeck's API: is this the console's address?")
    try:
        return json.loads(reply.body)
    except (ValueError, RecursionError) as error:
        raise UnexpectedAnswerError(f"the answer cannot be read as JSON: {error}") from error


def decode(kind: type[T], value: Any) -> T:
    """A dataclass out of an object with the same names in camelCase. Unknown members are left to `raw`, if there is
    one; a missing one takes its default. Raises UnexpectedAnswerError where there is none, or where a value cannot
    be what it has to be.
    """
    if not isinstance(value, dict):
        raise UnexpectedAnswerError(f"the answer holds no {kind.__name__}")
    found: dict[str, Any] = {}
    try:
        for name, key, convert in _members(typing.cast(Hashable, kind)):
            if name == "raw":
                found[name] = value
            elif key in value:
                found[name] = convert(value[key])
        return kind(**found)
    except (TypeError, ValueError, AttributeError) as error:
        raise UnexpectedAnswerError(f"the answer's {kind.__name__} is not as expected: {error}") from error


def camel(name: str) -> str:
    """`max_attempts` as the API says it."""
    return _HUMP.sub(lambda match: match[1].upper(), name)


@functools.cache
def _members(kind: Any) -> tuple[tuple[str, str, Convert], ...]:
    hints = typing.get_type_hints(kind)
    return tuple((field.name, camel(field.name), _converter(hints[field.name])) for field in dataclasses.fields(kind))


def _converter(hint: Any) -> Convert:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        (inner,) = (_converter(argument) for argument in arguments if argument is not type(None))
        return lambda value: None if value is None else inner(value)
    if origin is tuple:
        inner = _converter(arguments[0])
        return lambda value: tuple(inner(item) for item in value)
    if hint is datetime:
        return _time
    if dataclasses.is_dataclass(hint):
        return lambda value: decode(typing.cast(type[Any], hint), value)
    return lambda value: value


def _time(text: str) -> datetime:
    # Python 3.10 reads neither "Z" nor other than three or six digits.
    digits = _FRACTION.sub(lambda match: "." + match[1][:6].ljust(6, "0"), text)
    return datetime.fromisoformat(digits.replace("Z", "+00:00"))
