"""`raydeck task show`."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator

from ..client import Attempt, TaskDetail
from .connect import connect
from .moments import ago, lasted, shown
from .safe_text import safe_line, safe_text
from .terminal import Terminal

DESCRIPTION = "One task: what was asked for, its attempts, and why the last one failed."

EXAMPLES = """\
  raydeck task show 0199...
  raydeck task show 0199... --json | jq -r '.attempts[0].traceback'"""

_MOST_CHARACTERS = 2_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="TASK")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    with connect(options) as client:
        task = client.get(options.id)
    if options.json:
        terminal.json(task.raw)
        return 0
    for name, text in _facts(task):
        if text:
            terminal.line(f"{terminal.style(f'{name:<14}', 'dim')}{terminal.state(safe_line(text))}")
    if task.attempts:
        terminal.line()
        header = ["ATTEMPT", "STATE", "STARTED", "DURATION", "RUNNER", "RAY JOB", "ERROR"]
        terminal.table(header, [_row(attempt) for attempt in task.attempts])
    failed = next((attempt for attempt in task.attempts if attempt.traceback or attempt.note), None)
    if failed is not None:
        terminal.line()
        terminal.line(terminal.style(f"attempt {failed.number}", "bold"))
        terminal.line(safe_text(failed.traceback or failed.note or "").rstrip("\n"))
    return 0


def _facts(task: TaskDetail) -> Iterator[tuple[str, str]]:
    yield "task", task.id
    yield "callable", task.callable
    yield "state", task.state
    yield "cancel", f"requested {ago(task.cancel_requested_at)}" if task.cancel_requested_at else ""
    yield "queue", f"{task.queue}, priority {task.priority}"
    snoozed = f", {task.snoozes} snoozed" if task.snoozes else ""
    counted = f"{task.failures} count of {_effective(task, 'maxAttempts')}"
    yield "attempts", f"{task.attempt_count}, of which {counted}{snoozed}"
    yield "runner", _effective(task, "runner")
    yield "profile", _effective(task, "profile")
    yield "tags", ", ".join(task.tags)
    yield "key", task.concurrency_key or ""
    for name in ("created_at", "run_at", "expires_at", "started_at", "finished_at"):
        moment = getattr(task, name)
        yield name.removesuffix("_at").replace("run", "run at"), f"{shown(moment)} ({ago(moment)})" if moment else ""
    yield "duration", lasted(task.started_at, task.finished_at)
    yield "created by", task.created_by or ""
    yield "retried from", task.retried_from or ""
    yield "retried by", ", ".join(task.retried_by)
    yield from _payload(task)


def _effective(task: TaskDetail, name: str) -> str:
    value = (task.effective or {}).get(name, {}).get("value")
    return "" if value is None else str(value)


def _payload(task: TaskDetail) -> Iterator[tuple[str, str]]:
    for name in ("args", "kwargs", "result"):
        if name == "result" and task.state != "SUCCEEDED":
            continue
        yield name, _json(task.raw.get(name)) if task.shapes is None else str(task.shapes.get(name) or "")


def _json(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _MOST_CHARACTERS else f"{text[:_MOST_CHARACTERS]}… (--json has all)"


def _row(attempt: Attempt) -> list[object]:
    error = ": ".join(text for text in (attempt.error_class, attempt.error_message) if text)
    started = shown(attempt.started_at or attempt.submitted_at)
    duration = lasted(attempt.started_at, attempt.finished_at or attempt.released_at)
    return [attempt.number, attempt.state, started, duration, attempt.runner, attempt.ray_job_id, error]
