"""`raydeck task list`."""

from __future__ import annotations

import argparse
from itertools import islice
from typing import Any

from ..client import TaskSummary
from . import values
from .connect import connect
from .moments import ago, lasted, shown
from .terminal import Terminal

DESCRIPTION = "The newest tasks that match all that is asked for."

EXAMPLES = """\
  raydeck task list --state FAILED --since 1h
  raydeck task list --callable shop. --queue payments --limit 500
  raydeck task list --error-class builtins.MemoryError --json | jq -r '.items[].id' | xargs raydeck task retry"""

_FILTERS = (
    "state",
    "queue",
    "callable",
    "tag",
    "runner",
    "profile",
    "error_class",
    "attempt_state",
    "ray_job",
    "node",
    "created_by",
    "created_after",
    "created_before",
)
_STATES = ("BLOCKED", "QUEUED", "RUNNING", "SUCCEEDED", "FAILED", "CANCELED")
_ATTEMPT_STATES = ("SUBMITTED", "RUNNING", "SUCCEEDED", "FAILED", "CANCELED", "LOST")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--state", type=str.upper, choices=_STATES)
    parser.add_argument("--queue", metavar="NAME")
    parser.add_argument("--callable", metavar="PATH", help="exact; ending in a dot, all below it: shop.")
    parser.add_argument("--tag")
    parser.add_argument("--runner", choices=["ray_job", "ray_core", "local"])
    parser.add_argument("--profile", metavar="NAME")
    parser.add_argument("--error-class", metavar="CLASS", help="builtins.ValueError")
    parser.add_argument("--attempt-state", type=str.upper, choices=_ATTEMPT_STATES)
    parser.add_argument("--ray-job", metavar="ID")
    parser.add_argument("--node", metavar="ID")
    parser.add_argument("--created-by", metavar="WHO")
    parser.add_argument("--since", type=values.moment, dest="created_after", metavar="WHEN", help="1h, or a time")
    parser.add_argument("--until", type=values.moment, dest="created_before", metavar="WHEN", help="1h, or a time")
    parser.add_argument("-n", "--limit", type=_count, default=50, metavar="N", help="at most so many, 50 by default")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    filters: dict[str, Any] = {name: getattr(options, name) for name in _FILTERS}
    with connect(options) as client:
        size = min(options.limit + 1, 200)
        tasks = list(islice(client.list(page_size=size, **filters), options.limit + 1))
    shown_tasks, has_more = tasks[: options.limit], len(tasks) > options.limit
    if options.json:
        terminal.json({"items": [task.raw for task in shown_tasks], "hasMore": has_more})
        return 0
    when = ago if terminal.is_terminal else shown
    header = ["ID", "STATE", "CALLABLE", "QUEUE", "ATTEMPTS", "CREATED", "DURATION", "ERROR"]
    rows = [
        [
            t.id,
            t.state,
            t.callable,
            t.queue,
            _attempts(t),
            when(t.created_at),
            lasted(t.started_at, t.finished_at),
            _error(t),
        ]
        for t in shown_tasks
    ]
    terminal.table(header, rows)
    if has_more:
        terminal.note(f"There are more than {options.limit}: raise --limit.")
    elif not tasks:
        terminal.note("No task matches.")
    return 0


def _attempts(task: TaskSummary) -> str:
    return str(task.attempt_count) if task.max_attempts is None else f"{task.attempt_count}/{task.max_attempts}"


def _error(task: TaskSummary) -> str:
    return ": ".join(text for text in (task.error_class, task.error_message) if text)


def _count(word: str) -> int:
    if not word.isdecimal() or not 1 <= int(word) <= 100_000:
        raise argparse.ArgumentTypeError("is a number from 1 to 100000")
    return int(word)
