"""What is said of a queue."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ..client import BoundedCount, Queue
from .moments import ago, shown
from .safe_text import safe_line
from .terminal import Terminal

SETTINGS = (
    "concurrencyLimit",
    "keyLimit",
    "rate",
    "maxPending",
    "runner",
    "allowedRunners",
    "profile",
    "allowedProfiles",
    "maxAttempts",
    "timeoutSeconds",
    "retryPolicy",
    "allowedCallables",
    "plainCallables",
    "retention",
)


def count(value: BoundedCount | None) -> str:
    return "" if value is None else f"{value.count}{'+' if value.is_capped else ''}"


def print_queue(queue: Queue, terminal: Terminal) -> None:
    for name, text in _facts(queue):
        if text:
            terminal.line(f"{terminal.style(f'{name:<18}', 'dim')}{safe_line(text)}")


def _facts(queue: Queue) -> Iterator[tuple[str, str]]:
    yield "queue", queue.name
    who = f" by {queue.paused_by} {ago(queue.paused_at)}" if queue.paused_by else ""
    yield "paused", f"yes{who}: {queue.paused_reason or ''}" if queue.paused else "no"
    yield "queued", count(queue.queued)
    oldest = f", the oldest since {shown(queue.oldest_due_at)}" if queue.oldest_due_at else ""
    yield "due", f"{count(queue.due)}{oldest}"
    yield "running", count(queue.running)
    yield "parked", count(queue.parked)
    yield "live", "" if queue.live is None else str(queue.live)
    for name in SETTINGS:
        if name in queue.raw:
            yield name, _setting_text(queue.raw[name])


def _setting_text(value: Any) -> str:
    if value is None:
        return "-"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
