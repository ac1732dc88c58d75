"""`raydeck queue pause`."""

from __future__ import annotations

import argparse
from typing import Any

from .connect import connect
from .each import for_each
from .terminal import Terminal

DESCRIPTION = "Start nothing more from these queues. What runs goes on, and tasks can still be enqueued."

EXAMPLES = '  raydeck queue pause mail --reason "migration, see #42"'


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("names", nargs="+", metavar="QUEUE")
    parser.add_argument("--reason", required=True, help="for the console and the audit log")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    with connect(options) as client:

        def pause(name: str) -> tuple[str, Any]:
            return f"{name} paused", client.queues.pause(name, options.reason).raw

        return for_each(options.names, pause, terminal, as_json=options.json)
