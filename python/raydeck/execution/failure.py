"""From an exception to the error object of the protocol."""

from __future__ import annotations

from typing import Any, Literal

from ..asks import GiveUp, ask_of
from .bounded_text import clean, cut_middle
from .refusal import ArgumentsUnavailable, Refusal
from .traceback_text import traceback_text

Phase = Literal["bootstrap", "import", "arguments", "call", "serialise"]
MESSAGE_LIMIT = 10_000
TRACEBACK_LIMIT = 100_000
NOTE_LIMIT = 2_000
NOTES = 20
CLASS_PATH_LIMIT = 255
CLASS_PATHS = 30


def failure(error: BaseException, phase: Phase) -> dict[str, Any]:
    """The error object for an exception of user code or for one of our refusals. Never raises."""
    message = _message(error)
    if isinstance(error, Refusal):
        name = type(error).__name__
        return own_failure(name, message, f"{name}: {message}\n", phase, retryable=False)
    if isinstance(error, ArgumentsUnavailable):
        name = type(error).__name__
        return own_failure(name, message, f"{name}: {message}\n", phase, retryable=True)
    return {
        "class": clean(class_path(type(error))),
        "message": _bounded(message, MESSAGE_LIMIT),
        "traceback": _bounded(traceback_text(error), TRACEBACK_LIMIT),
        "phase": phase,
        "notes": _notes(error),
        # What was returned once is returned again.
        "retryable": phase != "serialise" and not isinstance(error, GiveUp),
        "classPaths": _class_paths(type(error)),
        "ask": ask_of(error),
    }


def own_failure(name: str, message: str, traceback: str, phase: Phase, *, retryable: bool) -> dict[str, Any]:
    """The error object for a name of our own."""
    return {
        "class": name,
        "message": _bounded(message, MESSAGE_LIMIT),
        "traceback": _bounded(traceback, TRACEBACK_LIMIT),
        "phase": phase,
        "notes": [],
        "retryable": retryable,
    }


def _bounded(text: str, limit: int) -> str:
    return cut_middle(clean(text), limit)


def _message(error: BaseException) -> str:
    try:
        return str(error)
    except BaseException as second:  # user code: __str__ may raise anything
        return f"<no message: its __str__ raised {type(second).__name__}>"


def class_path(kind: type[BaseException]) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


def _class_paths(kind: type[BaseException]) -> list[str]:
    """The class and its bases, nearest first. One that is too long is left out: cut, it could be another's path."""
    paths = (clean(class_path(base)) for base in kind.__mro__ if base is not object)
    return [path for path in paths if len(path) <= CLASS_PATH_LIMIT][:CLASS_PATHS]


def _notes(error: BaseException) -> list[str]:
    notes = getattr(error, "__notes__", None)
    if not isinstance(notes, (list, tuple)):
        return []
    return [_bounded(note, NOTE_LIMIT) for note in notes[:NOTES] if isinstance(note, str)]
