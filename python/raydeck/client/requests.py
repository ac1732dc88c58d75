"""The requests of docs/rest.md, one function each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from typing import Any
from urllib.parse import quote, urlencode

from .decode import camel
from .exchange import Request
from .new_task import encode, invalid

Body = Mapping[str, Any]


def enqueue(body: Body) -> Request:
    return Request("POST", "/tasks", encode(body))


def upload_arguments(body: Body) -> Request:
    return Request("POST", "/uploads", encode(body))


def enqueue_batch(bodies: Sequence[Body]) -> Request:
    return Request("POST", "/tasks/batch", encode({"tasks": bodies}))


def get_task(task_id: object, wait_seconds: int = 0) -> Request:
    query = f"?waitSeconds={wait_seconds}" if wait_seconds else ""
    return Request("GET", f"/tasks/{segment(task_id)}{query}", wait_seconds=wait_seconds)


def explain(task_id: object) -> Request:
    return Request("GET", f"/tasks/{segment(task_id)}/explain")


def get_result(task_id: object) -> Request:
    return Request("GET", f"/tasks/{segment(task_id)}/result")


def list_tasks(filters: Mapping[str, Any], limit: int, cursor: str | None) -> Request:
    return Request("GET", "/tasks" + query({**filters, "limit": limit, "cursor": cursor}))


def cancel(task_id: object, reason: str | None) -> Request:
    return Request("POST", f"/tasks/{segment(task_id)}/cancel", encode(with_reason({}, reason)))


def retry(task_id: object, reason: str | None) -> Request:
    return Request("POST", f"/tasks/{segment(task_id)}/retry", encode(with_reason({}, reason)))


def retry_changed(task_id: object, changes: Body, reason: str | None) -> Request:
    """Makes a new task each time, so it is not repeated on doubt."""
    body = encode(with_reason({"changes": changes}, reason))
    return Request("POST", f"/tasks/{segment(task_id)}/retry", body, is_repeatable=False)


def edit(task_id: object, changes: Body, reason: str | None) -> Request:
    return Request("PATCH", f"/tasks/{segment(task_id)}", encode(with_reason(changes, reason)))


def attempt_log(attempt_id: object) -> Request:
    return Request("GET", f"/attempts/{segment(attempt_id)}/logs")


def list_queues() -> Request:
    return Request("GET", "/queues")


def get_queue(name: str) -> Request:
    return Request("GET", f"/queues/{segment(name)}")


def change_queue(name: str, settings: Body, reason: str | None) -> Request:
    return Request("PATCH", f"/queues/{segment(name)}", encode(with_reason(settings, reason)))


def put_queue(name: str, settings: Body, reason: str | None) -> Request:
    return Request("PUT", f"/queues/{segment(name)}", encode(with_reason(settings, reason)))


def delete_queue(name: str, reason: str | None) -> Request:
    return Request("DELETE", f"/queues/{segment(name)}", encode(with_reason({}, reason)))


def pause_queue(name: str, reason: str) -> Request:
    return Request("POST", f"/queues/{segment(name)}/pause", encode({"reason": reason}))


def resume_queue(name: str, reason: str | None) -> Request:
    return Request("POST", f"/queues/{segment(name)}/resume", encode(with_reason({}, reason)))


def get_profile(name: str) -> Request:
    return Request("GET", f"/profiles/{segment(name)}")


def list_catalogue(profile: str | None, callable_path: str | None) -> Request:
    return Request("GET", "/catalogue" + query({"profile": profile, "callable": callable_path}))


def put_catalogue(profile: str, version: int, entries: Sequence[Body]) -> Request:
    path = f"/profiles/{segment(profile)}/versions/{version}/catalogue"
    return Request("PUT", path, encode({"entries": entries}))


def any_request(method: str, path: str, body: Body | None, is_repeatable: bool | None) -> Request:
    """PUT and DELETE do the same twice as once, POST mostly not, PATCH for most."""
    if not path.startswith("/"):
        raise invalid("path", "begins with a slash, below /api/v1: /keys")
    said = method != "POST" if is_repeatable is None else is_repeatable
    return Request(method, path, None if body is None else encode(body), is_repeatable=said)


def query(parameters: Mapping[str, Any]) -> str:
    """`?a=b`, names in camelCase, without what is None."""
    said = {camel(name): _text(name, value) for name, value in parameters.items() if value is not None}
    return f"?{urlencode(said)}" if said else ""


def segment(value: object) -> str:
    """A name or id as one segment of a path."""
    text = str(value)
    if text in ("", ".", ".."):
        raise invalid("", f"{text!r} is neither an id nor a name")
    return quote(text, safe="")


def with_reason(body: Body, reason: str | None) -> Body:
    return body if reason is None else {**body, "reason": reason}


def _text(name: str, value: Any) -> str:
    if not isinstance(value, datetime):
        return str(value)
    if value.tzinfo is None:
        raise invalid(camel(name), "is a time without a zone: use datetime.now(timezone.utc) and the like")
    return value.astimezone(timezone.utc).isoformat().replace("+00:00", "Z")
