"""`raydeck task result`."""

from __future__ import annotations

import argparse

from . import values
from .connect import connect
from .terminal import Terminal

DESCRIPTION = """\
What the function returned, as the JSON text that is stored, digit for digit. Exits 1 when the task FAILED, 4 when it
was CANCELED, 5 when it is not final yet (see --wait)."""

EXAMPLES = """\
  raydeck task result 0199... | jq .total
  raydeck task result 0199... --wait 10m"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="TASK")
    parser.add_argument("--wait", type=values.duration, default=0.0, metavar="DURATION", help="for its end, so long")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    with connect(options) as client:
        terminal.result(client.result_text(options.id, options.wait))
    return 0
