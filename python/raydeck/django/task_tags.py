"""What of a Django task has no column of its own: kept as tags, by which the console finds it too."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from .times import instant, text_of

BACKEND, RUN_AFTER, CLIENT_ID = "django=", "django-run-after=", "django-id="


def tags_of(alias: str, run_after: datetime | None) -> list[str]:
    """The alias, and when it was asked to run: a retry moves the time that the table holds."""
    return [BACKEND + alias, *([] if run_after is None else [RUN_AFTER + text_of(run_after)])]


def backend_of(tags: Sequence[str]) -> str | None:
    return _value(tags, BACKEND)


def run_after_of(tags: Sequence[str]) -> datetime | None:
    text = _value(tags, RUN_AFTER)
    return None if text is None else instant(text)


def _value(tags: Sequence[str], name: str) -> str | None:
    return next((tag.removeprefix(name) for tag in tags if tag.startswith(name)), None)
