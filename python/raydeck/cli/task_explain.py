"""`raydeck task explain`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from ..client import Reason
from .connect import connect
from .moments import ago, shown
from .safe_text import safe_line
from .terminal import Terminal

DESCRIPTION = """\
Why a task does not run, what it is doing, or how it ended: the reason that decides first, each with what would help.
A line that begins with ! needs somebody."""

EXAMPLES = """\
  raydeck task explain 0199...
  raydeck task explain 0199... --json | jq -r '.reasons[].code'"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="TASK")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    with connect(options) as client:
        explanation = client.explain(options.id)
    if options.json:
        terminal.json(explanation.raw)
        return 0
    terminal.line(f"{safe_line(explanation.id)} {terminal.state(safe_line(explanation.state))}")
    for reason in explanation.reasons:
        mark = terminal.style("!", "yellow") if reason.tone == "stuck" else "-"
        terminal.line(f"{mark} {safe_line(reason.text)}{_moment(reason)}")
        for text in _details(reason):
            terminal.line(terminal.style(f"    {safe_line(text)}", "dim"))
    return 0


def _moment(reason: Reason) -> str:
    if reason.time is None:
        return ""
    return f" ({reason.time.kind} {shown(reason.time.at)}, {ago(reason.time.at)})"


def _details(reason: Reason) -> Iterator[str]:
    if reason.quote:
        yield reason.quote
    for holder in reason.holders:
        yield f"held by {holder.callable} {holder.task_id}"
    for way in reason.help:
        if not way.action.startswith("see_"):
            yield way.text[:1].lower() + way.text[1:]
