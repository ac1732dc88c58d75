"""`raydeck queue show`."""

from __future__ import annotations

import argparse

from .connect import connect
from .queue_text import print_queue
from .terminal import Terminal

DESCRIPTION = "One queue: what it holds, and its settings under the names that `raydeck queue set` takes."

EXAMPLES = """\
  raydeck queue show mail"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="QUEUE")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    with connect(options) as client:
        queue = client.queues.get(options.name)
    if options.json:
        terminal.json(queue.raw)
    else:
        print_queue(queue, terminal)
    return 0
