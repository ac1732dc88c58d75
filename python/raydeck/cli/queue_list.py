"""`raydeck queue list`."""

from __future__ import annotations

import argparse

from ..client import Queue
from .connect import connect
from .queue_text import count
from .terminal import Terminal

DESCRIPTION = "All queues that the key reaches, with what they hold."

EXAMPLES = """\
  raydeck queue list
  raydeck queue list --json | jq -r '.items[] | select(.paused) | .name'"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    with connect(options) as client:
        queues = client.queues.list()
    if options.json:
        terminal.json({"items": [queue.raw for queue in queues]})
        return 0
    header = ["QUEUE", "QUEUED", "DUE", "RUNNING", "PARKED", "LIMIT", "PAUSED"]
    terminal.table(header, [_row(queue) for queue in queues])
    return 0


def _row(queue: Queue) -> list[object]:
    counts = [count(value) for value in (queue.queued, queue.due, queue.running, queue.parked)]
    paused = f"paused: {queue.paused_reason or ''}" if queue.paused else None
    limit = "-" if queue.concurrency_limit is None else queue.concurrency_limit
    return [queue.name, *counts, limit, paused]
