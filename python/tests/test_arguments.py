"""Arguments are refused exactly where Python would refuse them."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any

import pytest

from raydeck.execution.arguments import check_arguments
from raydeck.execution.refusal import InvalidArguments


class Shop:
    def add(self, a: int, b: int = 1) -> None: ...

    def __call__(self, a: int) -> None: ...


def nothing() -> None: ...
def two(a: int, b: int) -> None: ...
def defaults(a: int, b: int = 1, /, c: int = 2) -> None: ...
def many(a: int, *rest: int) -> None: ...
def named(a: int, *, key: int) -> None: ...
def named_with_default(a: int, *, key: int = 1) -> None: ...
def any_name(a: int, **options: int) -> None: ...


CALLABLES = [
    *(nothing, two, defaults, many, named, named_with_default, any_name),
    *(Shop().add, Shop(), Shop, functools.partial(two, 1), len, lambda *args: args),
]


@pytest.mark.parametrize("function", CALLABLES, ids=range(len(CALLABLES)))
@pytest.mark.parametrize("kwargs", [{}, {"b": 1}, {"key": 1}], ids=str)
def test_they_are_refused_as_by_a_call(function: Callable[..., Any], kwargs: dict[str, Any]) -> None:
    for count in range(5):
        args = list(range(count))
        for _ in range(2):  # what is remembered of a function answers the second time
            assert _is_refused(function, args, kwargs) == _does_not_bind(function, args, kwargs), (count, kwargs)


def _is_refused(function: Callable[..., Any], args: list[Any], kwargs: dict[str, Any]) -> bool:
    try:
        check_arguments(function, "shop.add", args, kwargs)
    except InvalidArguments:
        return True
    return False


def _does_not_bind(function: Callable[..., Any], args: list[Any], kwargs: dict[str, Any]) -> bool:
    try:
        inspect.signature(function).bind(*args, **kwargs)
    except TypeError:
        return True
    return False
