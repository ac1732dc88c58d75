"""`raydeck task enqueue`."""

from __future__ import annotations

import argparse

from ..client import Client, ForbiddenError, NewTask, TaskHandle
from . import values
from .connect import connect
from .task_options import add_call_values, add_task_options, call_arguments, task_options
from .terminal import Terminal
from .waiting import end_of

DESCRIPTION = """\
Ask for one call of a function that a module on the cluster has. Prints the task's id.

A VALUE is JSON where it is JSON (42, 9.5, true, null, [1, 2], {"a": 1}), else text. To give a text that looks like
JSON or like NAME=VALUE, quote it as JSON: '"42"', '"a=b"'. A VALUE that begins with - comes after --."""

EXAMPLES = """\
  raydeck task enqueue shop.tasks.charge 4711 amount=9.99 note="thank you"
  raydeck task enqueue shop.tasks.report --in 5m --queue reports --tag monthly
  raydeck task enqueue shop.tasks.charge 4711 --idempotency-key order-4711
  raydeck task enqueue shop.tasks.add --wait -- 1 -1      # prints the result, exits as the task ends
  generate | raydeck task enqueue shop.tasks.load --kwargs-json -"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("callable", metavar="CALLABLE", help="import path: package.module.function")
    parser.add_argument("values", nargs="*", metavar="[NAME=]VALUE", help="its arguments, by position or by name")
    add_call_values(parser)
    add_task_options(parser)
    parser.add_argument("--idempotency-key", metavar="KEY", help="the same again gives the first task, for 24 hours")
    parser.add_argument("--wait", action="store_true", help="until it is final; prints the result, exits as it ended")
    parser.add_argument("--wait-timeout", type=values.duration, metavar="DURATION", help="wait, but no longer: 10m")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    args, kwargs = call_arguments(options, options.values + options.after)
    said = task_options(options)
    if options.idempotency_key is not None:
        said["idempotency_key"] = options.idempotency_key
    with connect(options) as client:
        handle = client.enqueue_task(NewTask(options.callable, args, kwargs, **said))
        if handle.replayed:
            terminal.note("enqueued before, with this idempotency key")
        if options.wait or options.wait_timeout is not None:
            return _wait(client, handle, options, terminal)
        if options.json:
            terminal.json({"id": handle.id, "replayed": handle.replayed})
        else:
            terminal.line(handle.id)
        return 0


def _wait(client: Client, handle: TaskHandle[object], options: argparse.Namespace, terminal: Terminal) -> int:
    terminal.note(f"{handle.id} enqueued")
    task = handle.wait(options.wait_timeout)
    if options.json:
        terminal.json(task.raw)
    elif task.state == "SUCCEEDED":
        try:
            terminal.result(client.result_text(task.id))
        except ForbiddenError:
            terminal.note("Its result is not for this key: that takes payload permission.")
    return end_of(task, terminal)
