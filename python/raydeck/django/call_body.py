"""A task as the door takes it, in SQL and over HTTP alike."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from .options import OPTION_NAMES
from .task_tags import tags_of
from .times import text_of

# RaydeckTask's fields by their names at the door.
_DOOR_NAMES = {
    "max_attempts": "maxAttempts",
    "backoff": "retry",
    "timeout": "timeoutSeconds",
    "resources": "resources",
    "profile": "profile",
    "idempotency_key": "idempotencyKey",
    "concurrency_key": "concurrencyKey",
}


def call_body(task: Any, args: list[Any], kwargs: dict[str, Any], defaults: Mapping[str, Any]) -> dict[str, Any]:
    """One of `tasks`. What the task does not say is left out, or is what `defaults` has for it."""
    body: dict[str, Any] = {
        "callable": task.module_path,
        "args": args,
        "kwargs": kwargs,
        "queue": task.queue_name,
        "priority": int(task.priority),
        "tags": tags_of(task.backend, task.run_after),
    }
    if task.run_after is not None:
        body["runAt"] = text_of(task.run_after)
    if "runner" in defaults:
        body["runner"] = defaults["runner"]
    for name in OPTION_NAMES:
        # A plain Task of Django's has none of them.
        value = getattr(task, name, None)
        value = defaults.get(name) if value is None else value
        if value is not None:
            body[_DOOR_NAMES[name]] = value
    return body


_text_of = json.JSONEncoder(ensure_ascii=False).encode


def door_request(body: Mapping[str, Any]) -> str:
    """The text for `raydeck.try_enqueue_tasks`. Arguments go as text within it: their digits and order survive."""
    texts = {"args": _text_of(body["args"]), "kwargs": _text_of(body["kwargs"])}
    return _text_of({"version": 1, "notify": True, "tasks": [{**body, **texts}]})
