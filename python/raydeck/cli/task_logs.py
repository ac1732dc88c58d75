"""`raydeck task logs`."""

from __future__ import annotations

import argparse
import dataclasses
import json

from ..client import AttemptLog, Client, NotFoundError
from ..client.decode import camel
from .connect import connect
from .safe_text import safe_text
from .terminal import Terminal

DESCRIPTION = """\
What a task put out, standard output and error together: the end of it, at most 64 KiB, of the last attempt. Needs a
key that may see payload."""

EXAMPLES = """\
  raydeck task logs 0199...
  raydeck task logs 0199... -f             # on through its retries, until it is final
  raydeck task logs 0199... --attempt 1"""

_GAP = "... more came than the console keeps: something is missing here ..."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="TASK")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("-f", "--follow", action="store_true", help="go on until the task is final")
    which.add_argument("--attempt", type=int, metavar="N", help="that one, not the last")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    with connect(options) as client:
        if options.follow:
            _follow(client, options, terminal)
            return 0
        log = client.logs(options.id) if options.attempt is None else _of_attempt(client, options.id, options.attempt)
    if options.json:
        terminal.json(log.raw)
        return 0
    if log.truncated:
        terminal.note(f"... the end of {log.size_bytes} bytes ...")
    terminal.write(_ended(safe_text(log.text)))
    return 0


def _follow(client: Client, options: argparse.Namespace, terminal: Terminal) -> None:
    attempt, ends_line = None, True
    for chunk in client.follow_logs(options.id):
        if options.json:
            terminal.line(json.dumps({camel(name): value for name, value in dataclasses.asdict(chunk).items()}))
            continue
        if attempt not in (None, chunk.attempt_number):
            terminal.write("" if ends_line else "\n")
            terminal.note(f"--- attempt {chunk.attempt_number} ---")
        attempt = chunk.attempt_number
        if chunk.is_gap:
            terminal.note(_GAP)
        text = safe_text(chunk.text)
        terminal.write(text)
        ends_line = text.endswith("\n")
    terminal.write("" if ends_line or options.json else "\n")


def _of_attempt(client: Client, task_id: str, number: int) -> AttemptLog:
    attempts = client.get(task_id).attempts
    found = next((attempt.id for attempt in attempts if attempt.number == number), None)
    if found is None:
        there = ", ".join(str(attempt.number) for attempt in reversed(attempts)) or "none"
        raise NotFoundError(f"the task has no attempt {number}; there are: {there}")
    return client.attempt_logs(found)


def _ended(text: str) -> str:
    return text if text.endswith("\n") or not text else f"{text}\n"
