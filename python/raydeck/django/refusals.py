"""What the door refuses, as Django's framework says it."""

from __future__ import annotations

from django.db.utils import DatabaseError

from .framework import InvalidTask


class EnqueueConflict(InvalidTask):
    """The idempotency key was used with another call."""


def refusal(code: str, message: str) -> Exception:
    """The exception for a SQLSTATE of the door: the task is wrong, or else the database is."""
    text = message.removeprefix("tasks[0].")
    if code == "RD409":
        return EnqueueConflict(text)
    if code.startswith("RD"):
        return InvalidTask(text)
    return DatabaseError(f"{message} ({code})")
