"""Times between the database's text and Django's settings."""

from __future__ import annotations

from datetime import datetime, timezone

from django.conf import settings
from django.utils.timezone import get_default_timezone, make_aware, make_naive


def iso(column: str) -> str:
    """SQL for a time with all its microseconds: drivers and USE_TZ have no say in it."""
    return f"to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"


def instant(text: str) -> datetime:
    """As Django has it here: aware, or with USE_TZ=False naive in the default time zone."""
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return moment if settings.USE_TZ else make_naive(moment, get_default_timezone())


def maybe_instant(text: str | None) -> datetime | None:
    return None if text is None else instant(text)


def text_of(moment: datetime) -> str:
    """ISO 8601 in UTC with microseconds."""
    aware = make_aware(moment, get_default_timezone()) if moment.tzinfo is None else moment
    return aware.astimezone(timezone.utc).isoformat(timespec="microseconds").replace("+00:00", "Z")
