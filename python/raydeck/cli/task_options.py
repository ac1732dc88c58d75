"""The options that say how a task is to run, for `enqueue` and `retry`."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from . import values

_NAMES = (
    "queue",
    "priority",
    "run_at",
    "expires_at",
    "runner",
    "max_attempts",
    "timeout_seconds",
    "retry",
    "resources",
    "profile",
    "tags",
    "concurrency_key",
)


def add_task_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("how it runs (else as the queue and the installation say)")
    group.add_argument("--queue", metavar="NAME")
    group.add_argument("--priority", type=int, metavar="-100..100", help="higher first")
    when = group.add_mutually_exclusive_group()
    when.add_argument("--run-at", type=values.time, metavar="TIME", help="not before: 2026-11-20T10:00:00Z")
    when.add_argument(
        "--in", type=values.time_from_now, dest="run_in", metavar="DURATION", help="not before: 5m, 1h30m"
    )
    expiry = group.add_mutually_exclusive_group()
    expiry.add_argument("--expires-at", type=values.time, metavar="TIME", help="not started by then, it fails")
    expiry.add_argument("--expires-in", type=values.time_from_now, metavar="DURATION")
    group.add_argument("--max-attempts", type=int, metavar="1..100")
    group.add_argument(
        "--timeout", type=values.whole_seconds, dest="timeout_seconds", metavar="DURATION", help="of one attempt: 5m"
    )
    group.add_argument(
        "--retry", type=values.json_object, metavar="JSON", help='{"backoff": "fixed", "delaySeconds": 5}'
    )
    group.add_argument("--resources", type=values.json_object, metavar="JSON", help='{"numCpus": 2, "numGpus": 1}')
    group.add_argument("--profile", metavar="NAME", help="the environment that it runs in")
    group.add_argument("--runner", choices=["ray_job", "ray_core", "local"])
    group.add_argument("--tag", action="append", dest="tags", metavar="TAG", help="may come several times")
    group.add_argument("--concurrency-key", metavar="KEY", help="tasks with the same one share the queue's key limit")


def add_call_values(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("arguments as JSON; @FILE and - for standard input work too")
    group.add_argument("--args-json", type=values.json_array, metavar="JSON", help="by position: [4711]")
    group.add_argument("--kwargs-json", type=values.json_object, metavar="JSON", help='by name: {"amount": 9.99}')


def task_options(options: argparse.Namespace) -> dict[str, Any]:
    """What was said of them, by the client's names."""
    said: dict[str, Any] = {name: getattr(options, name) for name in _NAMES}
    run_in: timedelta | None = options.run_in
    expires_in: timedelta | None = options.expires_in
    said["run_at"] = said["run_at"] or run_in
    said["expires_at"] = said["expires_at"] or expires_in
    return {name: value for name, value in said.items() if value is not None}


def call_arguments(options: argparse.Namespace, words: list[str]) -> tuple[list[Any], Mapping[str, Any]]:
    """From words or from JSON, not from both. Raises ArgumentTypeError."""
    args, kwargs = values.call_values(words)
    if args and options.args_json is not None:
        raise argparse.ArgumentTypeError("give VALUEs or --args-json, not both")
    if kwargs and options.kwargs_json is not None:
        raise argparse.ArgumentTypeError("give NAME=VALUEs or --kwargs-json, not both")
    return args or options.args_json or [], kwargs or options.kwargs_json or {}
