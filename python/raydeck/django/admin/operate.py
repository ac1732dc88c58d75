"""Retry and cancel, by Raydeck's API: what may be moved is decided there and nowhere else."""

from __future__ import annotations

from typing import Any

from ...client import Client, RaydeckError
from ..base_backend import RaydeckBackendBase
from ..framework import task_backends


def can_operate() -> bool:
    """Whether a backend of TASKS names an address and a key."""
    options = _options()
    return bool(options.get("URL") and options.get("API_KEY"))


def operate(verb: str, task_ids: list[Any], reason: str) -> tuple[int, list[str]]:
    """`verb` is retry or cancel. How many were, and a sentence for each that was not."""
    options, refused = _options(), []
    with Client(options["URL"], options["API_KEY"], timeout_seconds=10, retries=1) as client:
        for task_id in task_ids:
            try:
                (client.retry if verb == "retry" else client.cancel)(task_id, reason=reason)
            except RaydeckError as error:
                refused.append(f"{task_id}: {error}")
    return len(task_ids) - len(refused), refused


def console_url(task_id: object) -> str | None:
    """The task's page in the console."""
    options = _options()
    url = options.get("CONSOLE_URL") or options.get("URL")
    return f"{str(url).rstrip('/')}/tasks/{task_id}" if url else None


def _options() -> dict[str, Any]:
    """Of the first of our backends that says where the console is."""
    ours = [one.options for one in task_backends.all() if isinstance(one, RaydeckBackendBase)]
    return next((options for options in ours if options.get("URL")), {})
