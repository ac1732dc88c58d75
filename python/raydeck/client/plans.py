"""What a client does, as plans: the same for the blocking and the asynchronous one."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from typing import Any

from . import requests
from .decode import decode, parse
from .errors import (
    ConflictError,
    NotFoundError,
    PreconditionError,
    TaskCanceledError,
    TaskFailedError,
    UnavailableError,
    UnexpectedAnswerError,
    WaitTimeoutError,
)
from .exchange import Pause, Plan, Reply, Request
from .new_task import TaskEdit, TaskOptions, json_members
from .records import AttemptLog, Explanation, Page, TaskDetail, TaskSummary

LONG_POLL_SECONDS = 25
"""Below what proxies and load balancers commonly allow; the API would take 60."""
PATIENCE_SECONDS = 300.0
"""How long waiting and events put up with a console that does not answer: long enough for its restart."""


def ask(request: Request) -> Plan[Any]:
    """The JSON of the answer; None when there is none to it."""
    reply = got((yield request))
    return None if reply.status == 204 else parse(reply)


def get(task_id: object) -> Plan[TaskDetail]:
    return decode(TaskDetail, (yield from ask(requests.get_task(task_id))))


def explain(task_id: object) -> Plan[Explanation]:
    return decode(Explanation, (yield from ask(requests.explain(task_id))))


def wait(task_id: object, timeout_seconds: float | None) -> Plan[TaskDetail]:
    """The final task. Raises WaitTimeoutError. A console that stops answering is borne with for five minutes."""
    deadline = None if timeout_seconds is None else time.monotonic() + timeout_seconds
    heard_at: float | None = None
    while True:
        began = time.monotonic()
        left = None if deadline is None else deadline - began
        # The first look waits for nothing: it tells a console that is not there from one that is restarted meanwhile.
        longest = 0 if heard_at is None else LONG_POLL_SECONDS
        seconds = longest if left is None else max(0, min(longest, int(left)))
        try:
            task = decode(TaskDetail, (yield from ask(requests.get_task(task_id, seconds))))
        except UnavailableError:
            if heard_at is None or began - heard_at > PATIENCE_SECONDS or (left is not None and left <= 0):
                raise
            yield Pause(1.0 if left is None else min(1.0, left))
            continue
        is_first, heard_at = heard_at is None, time.monotonic()
        if task.is_final:
            return task
        left = None if deadline is None else deadline - time.monotonic()
        if left is not None and left <= 0:
            error = WaitTimeoutError(f"the task {task.id} is {task.state} after {timeout_seconds:g} s")
            error.task = task
            raise error
        if not is_first and heard_at - began < 0.5:
            # The last part of a second, or a server that does not hold the line.
            yield Pause(0.5 if left is None else min(0.5, left))


def result_text(task_id: object, timeout_seconds: float | None) -> Plan[str]:
    """The result's JSON text, digit for digit. Raises as `wait`, and TaskFailedError or TaskCanceledError."""
    task = yield from wait(task_id, timeout_seconds)
    if task.state != "SUCCEEDED":
        raise _unsuccessful(task)
    return got((yield requests.get_result(task_id))).body.decode("utf-8")


def result(task_id: object, timeout_seconds: float | None) -> Plan[Any]:
    text = yield from result_text(task_id, timeout_seconds)
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnexpectedAnswerError(f"the result cannot be read as JSON ({error}): see result_text()") from error


def page(filters: Mapping[str, Any], limit: int, cursor: str | None) -> Plan[Page[TaskSummary]]:
    answer = yield from ask(requests.list_tasks(filters, limit, cursor))
    items = tuple(decode(TaskSummary, item) for item in items_of(answer))
    return Page(items, answer.get("nextCursor"), bool(answer.get("isPartial")))


def cancel(task_id: object, reason: str | None) -> Plan[str]:
    """The state after it: CANCELED, or RUNNING while the execution is asked to end."""
    try:
        answer = yield from ask(requests.cancel(task_id, reason))
    except ConflictError as error:
        if not error.is_after_doubt:
            raise
        task = yield from get(task_id)
        if task.state == "CANCELED" or task.cancel_requested_at is not None:
            return task.state  # an earlier try, whose answer was lost, did it
        raise
    return str(answer["state"])


def retry(task_id: object, reason: str | None, changes: Mapping[str, Any]) -> Plan[str]:
    """The id of the task that runs: the same one, or with changes a new one."""
    if changes:
        answer = yield from ask(requests.retry_changed(task_id, json_members(changes), reason))
        return str(answer["id"])
    try:
        answer = yield from ask(requests.retry(task_id, reason))
    except ConflictError as error:
        if not error.is_after_doubt:
            raise
        task = yield from get(task_id)
        if task.state in ("QUEUED", "RUNNING"):
            return task.id  # an earlier try, whose answer was lost, did it
        raise
    return str(answer["id"])


def edit(task_id: object, changes: TaskEdit, reason: str | None) -> Plan[str]:
    """The state that it waits in."""
    members = json_members(changes)
    if "expires_at" in changes and changes["expires_at"] is None:
        members["expiresAt"] = None
    return str((yield from ask(requests.edit(task_id, members, reason)))["state"])


def given_changes(
    args: Sequence[Any] | None, kwargs: Mapping[str, Any] | None, options: TaskOptions
) -> Mapping[str, Any]:
    """Empty args are a change too: then the task is called without any."""
    named = {"args": args, "kwargs": kwargs, **options}
    return {name: value for name, value in named.items() if value is not None}


def attempt_log(attempt_id: object) -> Plan[AttemptLog]:
    return decode(AttemptLog, (yield from ask(requests.attempt_log(attempt_id))))


def last_log(task_id: object) -> Plan[AttemptLog]:
    task = yield from get(task_id)
    if task.last_attempt is None:
        raise NotFoundError(f"the task {task.id} is {task.state} and was not attempted yet: there is no output")
    return (yield from attempt_log(task.last_attempt.id))


def put_catalogue(profile: str, entries: Sequence[Mapping[str, Any]], version: int | None) -> Plan[int]:
    """The version that was written to: the profile's current one unless it was said."""
    if version is None:
        versions = (yield from ask(requests.get_profile(profile))).get("versions")
        if not versions:
            raise PreconditionError(f"the profile {profile} has no version")
        version = int(versions[0]["version"])
    yield from ask(requests.put_catalogue(profile, version, entries))
    return version


def got(reply: Reply | None) -> Reply:
    assert reply is not None  # only pauses are answered by None
    return reply


def items_of(answer: Any) -> Sequence[Any]:
    items = answer.get("items") if isinstance(answer, dict) else None
    if not isinstance(items, list):
        raise UnexpectedAnswerError("the answer holds no items")
    return items


def _unsuccessful(task: TaskDetail) -> TaskFailedError | TaskCanceledError:
    last = task.last_attempt
    why = "" if last is None or last.error_class is None else f": {last.error_class}: {last.error_message or ''}"
    text = f"the task {task.id} is {task.state}{why}".rstrip(": ")
    error = TaskCanceledError(text) if task.state == "CANCELED" else TaskFailedError(text)
    error.task = task
    return error
