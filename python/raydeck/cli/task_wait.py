"""`raydeck task wait`."""

from __future__ import annotations

import argparse

from . import values
from .connect import connect
from .terminal import Terminal
from .waiting import end_of

DESCRIPTION = """\
Wait until a task is SUCCEEDED, FAILED or CANCELED, and exit by that: 0, 1 or 4; 5 when it is not within the time."""

EXAMPLES = """\
  raydeck task wait 0199... --timeout 10m && deploy
  raydeck task wait 0199... --json | jq .result"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="TASK")
    parser.add_argument("--timeout", type=values.duration, metavar="DURATION", help="no longer than: 90, 10m")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    with connect(options) as client:
        task = client.wait(options.id, options.timeout)
    if options.json:
        terminal.json(task.raw)
    return end_of(task, terminal)
