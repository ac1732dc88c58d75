"""`raydeck queue set`."""

from __future__ import annotations

import argparse
import difflib
import re
from typing import Any

from . import values
from .connect import connect
from .queue_text import SETTINGS, print_queue
from .terminal import Terminal

DESCRIPTION = f"""\
Change settings of a queue and leave the others; a queue that is not there is made.

Settings: {", ".join(SETTINGS[:6])},
{", ".join(SETTINGS[6:])}. A VALUE is JSON where it is JSON, else text; null takes a limit or default
away. rate=100/60 is at most 100 tasks begun in 60 seconds."""

EXAMPLES = """\
  raydeck queue set mail concurrencyLimit=20 rate=100/60
  raydeck queue set mail keyLimit=1 --reason "one at a time for each customer"
  raydeck queue set reports allowedCallables='["shop.reports"]' plainCallables=true maxAttempts=null"""

_RATE = re.compile(r"(\d+)/(\d+(?:\.\d+)?)s?")
_HUMP = re.compile(r"[A-Z]")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="QUEUE")
    parser.add_argument("settings", nargs="+", metavar="SETTING=VALUE")
    parser.add_argument("--reason", help="for the audit log")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    settings: dict[str, Any] = dict(_setting(word) for word in options.settings + options.after)
    with connect(options) as client:
        queue = client.queues.set(options.name, reason=options.reason, **settings)
    if options.json:
        terminal.json(queue.raw)
    else:
        print_queue(queue, terminal)
    return 0


def _setting(word: str) -> tuple[str, Any]:
    name, separator, value = word.partition("=")
    if not separator:
        raise argparse.ArgumentTypeError(f"{word!r} is no SETTING=VALUE, such as concurrencyLimit=20")
    if name not in SETTINGS:
        close = difflib.get_close_matches(name, SETTINGS, n=1)
        raise argparse.ArgumentTypeError(f"there is no setting {name!r}{f': {close[0]}?' if close else ''}")
    # The client speaks Python's names.
    return _HUMP.sub(lambda match: f"_{match[0].lower()}", name), _value(name, value)


def _value(name: str, text: str) -> Any:
    rate = _RATE.fullmatch(text) if name == "rate" else None
    return {"tasks": int(rate[1]), "seconds": float(rate[2])} if rate else values.json_or_text(text)
