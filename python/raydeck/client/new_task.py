"""A task as it is asked for, and its way into JSON."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any, TypedDict

from ..execution.serialise import find_problem
from ..task import Isolation
from .decode import camel
from .errors import FieldProblem, InvalidError
from .records import RunnerName


class RetryPolicy(TypedDict, total=False):
    """As docs/retries.md has it: `backoff` "fixed", "linear", "exponential" or "listed"; `jitter` "none", "full" or
    "equal". `delaysSeconds` goes with "listed", `delaySeconds` and `maxDelaySeconds` with the others. `retryOn`,
    `giveUpOn`: paths of exception classes, which stand for what is derived from them too.
    """

    backoff: str
    delaySeconds: float
    maxDelaySeconds: float
    delaysSeconds: Sequence[float]
    jitter: str
    retryOn: Sequence[str]
    giveUpOn: Sequence[str]


class Resources(TypedDict, total=False):
    """What an attempt reserves on the cluster. `custom`: of Ray's own names, so much of each. `isolation`: under
    `ray_core`, "process" for a process of its own, which no other task has used; else "actor".
    """

    numCpus: float
    numGpus: float
    memoryBytes: float
    custom: Mapping[str, float]
    labelSelector: Mapping[str, str]
    isolation: Isolation


class TaskOptions(TypedDict, total=False):
    """All that an enqueue may say beside callable and arguments. None is as good as nothing: queue or setting decide.

    `priority` -100 to 100, higher first. `run_at`, `expires_at`: aware datetimes, or how long from now by this
    machine's clock. `timeout_seconds`: whole seconds for one attempt. `idempotency_key`: the same request again
    within 24 hours gives the first task. `concurrency_key`: tasks with the same one share the queue's limit per
    key.
    """

    queue: str | None
    priority: int | None
    run_at: datetime | timedelta | None
    expires_at: datetime | timedelta | None
    runner: RunnerName | None
    max_attempts: int | None
    timeout_seconds: int | None
    retry: RetryPolicy | None
    resources: Resources | None
    profile: str | None
    tags: Sequence[str] | None
    concurrency_key: str | None
    idempotency_key: str | None


class TaskEdit(TypedDict, total=False):
    """What may be changed of a task that waits. `expires_at` None: never."""

    queue: str
    priority: int
    run_at: datetime | timedelta
    expires_at: datetime | timedelta | None


@dataclass(frozen=True)
class NewTask:
    """One call to enqueue: `NewTask("shop.tasks.charge", args=[4711], queue="payments")`. The fields after `kwargs`
    are those of `TaskOptions`.
    """

    callable: str
    args: Sequence[Any] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    queue: str | None = None
    priority: int | None = None
    run_at: datetime | timedelta | None = None
    expires_at: datetime | timedelta | None = None
    runner: RunnerName | None = None
    max_attempts: int | None = None
    timeout_seconds: int | None = None
    retry: RetryPolicy | None = None
    resources: Resources | None = None
    profile: str | None = None
    tags: Sequence[str] | None = None
    concurrency_key: str | None = None
    idempotency_key: str | None = None

    def body(self) -> dict[str, Any]:
        """The JSON object that the API takes. Raises InvalidError for what is not JSON, by its path."""
        members = json_members({f.name: getattr(self, f.name) for f in dataclasses.fields(self)})
        # Nothing said is shorter, and the same: the server's default for both is empty.
        return {name: value for name, value in members.items() if value or name not in ("args", "kwargs")}


def json_members(values: Mapping[str, Any]) -> dict[str, Any]:
    """Python's names and values as the API's; what is None is left out. Raises InvalidError."""
    return {camel(name): _value(name, value) for name, value in values.items() if value is not None}


def encode(body: Mapping[str, Any]) -> bytes:
    """JSON in UTF-8. Raises InvalidError naming the place of what is none: Python's json says no more than that
    something is wrong, and takes what PostgreSQL does not.
    """
    try:
        data = json.dumps(body, ensure_ascii=False, allow_nan=False).encode("utf-8")
    except (TypeError, ValueError, RecursionError):
        data = None
    found = find_problem(body)
    if found is not None:
        path, problem = found
        raise invalid(path.removeprefix("$").removeprefix("."), problem)
    if data is None:
        raise invalid("", "the request cannot be written as JSON")
    return data


def invalid(path: str, problem: str) -> InvalidError:
    error = FieldProblem(path, problem)
    return InvalidError(str(error), errors=(error,))


def _value(name: str, value: Any) -> Any:
    if isinstance(value, timedelta):
        value = datetime.now(timezone.utc) + value
    if name in ("run_at", "expires_at") and isinstance(value, datetime):
        if value.tzinfo is None:
            raise invalid(camel(name), "is a time without a zone: use datetime.now(timezone.utc) and the like")
        return value.astimezone(timezone.utc).isoformat(timespec="microseconds").replace("+00:00", "Z")
    if name in ("args", "tags"):
        if isinstance(value, (str, bytes)) or not isinstance(value, Sequence):
            raise invalid(name, f"takes a list, not {type(value).__name__}")
        return list(value)
    if name in ("kwargs", "retry", "resources"):
        if not isinstance(value, Mapping):
            raise invalid(name, f"takes a mapping, not {type(value).__name__}")
        return dict(value)
    return value
