"""Arguments on their way into JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Model

from ..execution.serialise import find_problem
from .framework import normalize_json


def normal_arguments(args: Any, kwargs: Any) -> tuple[list[Any], dict[str, Any]]:
    """As they reach the function. Raises TypeError for what is not JSON, ValueError for what PostgreSQL refuses."""
    try:
        normal: tuple[list[Any], dict[str, Any]] = (normalize_json(list(args)), normalize_json(kwargs))
    except TypeError as error:
        found = _find_model({"args": list(args), "kwargs": kwargs}, "")
        if found is not None:
            raise TypeError(f"Unsupported type: {found}: pass instance.pk") from None
        raise error
    problem = None if _comes_back(normal) else find_problem({"args": normal[0], "kwargs": normal[1]})
    if problem is not None:
        path, what = problem
        raise ValueError(f"{path.removeprefix('$.')} {what}")
    return normal


def _comes_back(value: Any) -> bool:
    """Whether JSON gives back the very same and PostgreSQL takes it: a quick look, for nearly all are fine.

    It does not for NaN, infinities, NUL, lone surrogates, and keys that are no text: Django lets all of them pass.
    """
    try:
        text = json.dumps(value, allow_nan=False)
    except ValueError:
        return False
    # A backslash before these would be another character: then the slow look decides.
    return "\\u0000" not in text and "\\ud" not in text and json.loads(text) == [*value]


def _find_model(value: Any, path: str) -> str | None:
    """Where an instance of a model stands, and of which."""
    if isinstance(value, Model):
        return f"{path.lstrip('.')} is an instance of {value._meta.label}"
    items: list[tuple[str, Any]] = []
    if isinstance(value, Mapping):
        items = [(f"{path}.{key}", item) for key, item in value.items()]
    elif isinstance(value, Sequence) and not isinstance(value, (str, bytes)):
        items = [(f"{path}[{index}]", item) for index, item in enumerate(value)]
    return next((found for where, item in items if (found := _find_model(item, where)) is not None), None)
