"""Times and spans, for people."""

from __future__ import annotations

from datetime import datetime, timezone

_UNITS = (("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1))


def shown(moment: datetime | None) -> str:
    """2026-11-20 10:00:00Z, empty for none."""
    return "" if moment is None else moment.astimezone(timezone.utc).strftime("%Y-%m-%d %H:%M:%SZ")


def ago(moment: datetime | None) -> str:
    """3m ago, in 2h; empty for none."""
    if moment is None:
        return ""
    seconds = (datetime.now(timezone.utc) - moment).total_seconds()
    return f"in {span(-seconds)}" if seconds < -0.5 else f"{span(seconds)} ago"


def lasted(start: datetime | None, end: datetime | None) -> str:
    """1.2s, 4m; up to now while there is no end, empty for what has not started."""
    if start is None:
        return ""
    return span(((end or datetime.now(timezone.utc)) - start).total_seconds())


def span(seconds: float) -> str:
    """In its two largest units: 1.2s, 4m10s, 2d3h."""
    if seconds < 10:
        return f"{max(seconds, 0):.1f}s"
    left, parts = round(seconds), []
    for unit, size in _UNITS:
        if left >= size:
            parts.append(f"{left // size}{unit}")
            left %= size
    return "".join(parts[:2])
