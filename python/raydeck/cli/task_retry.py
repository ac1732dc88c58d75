"""`raydeck task retry`."""

from __future__ import annotations

import argparse
from typing import Any

from .connect import connect
from .each import for_each
from .task_options import add_call_values, add_task_options, task_options
from .terminal import Terminal

DESCRIPTION = """\
Run FAILED or CANCELED tasks again, with the same arguments and a fresh budget of attempts. With changes each becomes a
new task, whose id is printed."""

EXAMPLES = """\
  raydeck task retry 0199... --reason "the bank is back"
  raydeck task retry 0199... --kwargs-json '{"amount": 8.99}' --timeout 10m"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ids", nargs="+", metavar="TASK")
    parser.add_argument("--reason", help="for the audit log")
    add_call_values(parser)
    add_task_options(parser)


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    changes = task_options(options)
    with connect(options) as client:

        def retry(task_id: str) -> tuple[str, Any]:
            handle = client.retry(
                task_id, reason=options.reason, args=options.args_json, kwargs=options.kwargs_json, **changes
            )
            return handle.id, {"id": handle.id, "retriedFrom": task_id if handle.id != task_id else None}

        return for_each(options.ids, retry, terminal, as_json=options.json)
