"""Ids made here, which tell when: a search for one looks at few tasks."""

from __future__ import annotations

import secrets
import time
import uuid
from datetime import datetime, timezone


def uuid_v7() -> uuid.UUID:
    """As RFC 9562 has it: milliseconds, then chance."""
    milliseconds = time.time_ns() // 1_000_000
    number = milliseconds << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62 | secrets.randbits(62)
    return uuid.UUID(int=number)


def made_at(value: uuid.UUID) -> datetime | None:
    """By the clock of who made it; None for ids that do not tell."""
    return datetime.fromtimestamp((value.int >> 80) / 1000, timezone.utc) if value.version == 7 else None
