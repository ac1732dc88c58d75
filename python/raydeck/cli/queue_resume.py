"""`raydeck queue resume`."""

from __future__ import annotations

import argparse
from typing import Any

from .connect import connect
from .each import for_each
from .terminal import Terminal

DESCRIPTION = "Let paused queues go on."

EXAMPLES = '  raydeck queue resume mail --reason "migrated, see #42"'


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("names", nargs="+", metavar="QUEUE")
    parser.add_argument("--reason", help="for the audit log")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    with connect(options) as client:

        def resume(name: str) -> tuple[str, Any]:
            return f"{name} goes on", client.queues.resume(name, options.reason).raw

        return for_each(options.names, resume, terminal, as_json=options.json)
