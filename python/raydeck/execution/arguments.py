"""From JSON text to arguments that the callable accepts."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NoReturn

from .bounded_text import cut_middle
from .refusal import InvalidArguments


def parse_arguments(args_text: str, kwargs_text: str) -> tuple[list[Any], dict[str, Any]]:
    """A JSON array and a JSON object; integers are exact. Raises InvalidArguments."""
    args, kwargs = _parse("args", args_text), _parse("kwargs", kwargs_text)
    if not isinstance(args, list):
        raise InvalidArguments("args is not a JSON array")
    if not isinstance(kwargs, dict):
        raise InvalidArguments("kwargs is not a JSON object")
    return args, kwargs


def check_arguments(function: Callable[..., Any], path: str, args: list[Any], kwargs: dict[str, Any]) -> None:
    """Raise InvalidArguments when the signature does not accept them. What has no signature is left to the call.

    Decorators are not looked through: one that adds an argument of its own has a wrapped signature that asks for more
    than the caller owes.
    """
    try:
        if not kwargs and len(args) in _positional_counts(function):
            return
        signature = _signature_of(function)
    except TypeError:
        signature = _signature_of.__wrapped__(function)  # of what has no hash, none is kept
    if signature is None:
        return
    try:
        signature.bind(*args, **kwargs)
    except TypeError as error:
        raise InvalidArguments(f"{path}{_shown(signature)}: {error}") from None


@lru_cache(maxsize=1_000)
def _signature_of(function: Callable[..., Any]) -> inspect.Signature | None:
    try:
        return inspect.signature(function, follow_wrapped=False)
    except (ValueError, TypeError):
        return None


@lru_cache(maxsize=1_000)
def _positional_counts(function: Callable[..., Any]) -> range:
    """With how many arguments by position alone a plain function can be called; of others nothing is known. Binding
    them takes as long as a small task.
    """
    signature = _signature_of(function)
    if signature is None:
        return range(0)
    parameters = signature.parameters.values()
    plain = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    if any(parameter.kind not in plain for parameter in parameters):
        return range(0)
    required = sum(1 for parameter in parameters if parameter.default is inspect.Parameter.empty)
    return range(required, len(parameters) + 1)


def _shown(signature: inspect.Signature) -> str:
    try:
        return cut_middle(str(signature), 1_000)
    except Exception:  # the repr of a default value is user code
        return "(...)"


def _parse(name: str, text: str) -> Any:
    try:
        return _DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        raise InvalidArguments(f"{name} cannot be read as JSON: {error}") from None


def refuse_constant(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


_DECODER = json.JSONDecoder(parse_constant=refuse_constant)
