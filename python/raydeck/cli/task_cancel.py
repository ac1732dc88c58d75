"""`raydeck task cancel`."""

from __future__ import annotations

import argparse
from typing import Any

from .connect import connect
from .each import for_each
from .terminal import Terminal

DESCRIPTION = """\
Cancel tasks. One that waits is CANCELED at once; one that runs is asked to end, then made to, and is RUNNING until
then."""

EXAMPLES = """\
  raydeck task cancel 0199... --reason "wrong card"
  raydeck task cancel 0199... && raydeck task wait 0199..."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ids", nargs="+", metavar="TASK")
    parser.add_argument("--reason", help="for the audit log")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    with connect(options) as client:

        def cancel(task_id: str) -> tuple[str, Any]:
            state = client.cancel(task_id, options.reason)
            return f"{task_id} {terminal.state(state)}", {"id": task_id, "state": state}

        return for_each(options.ids, cancel, terminal, as_json=options.json)
