"""The start gate's answer: what to run, and on which terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class EarlierAttempt:
    """One of the same task, whatever its end. Times are ISO 8601 in UTC."""

    worker_id: str
    started_at: str
    error_class: str | None
    traceback: str | None = field(repr=False)


@dataclass(frozen=True)
class StoredArguments:
    """What `GET /attempt/v1/arguments` must give; `sha256` is in lower case hexadecimal."""

    size_bytes: int
    sha256: str


# Not frozen: to make a frozen one of so many fields takes a tenth of a small task's time.
@dataclass(slots=True)
class Session:
    """Field for field the answer of `POST /attempt/v1/start`, never changed; `args` and `kwargs` are JSON text, empty
    when stored.
    """

    token: str = field(repr=False)
    attempt_id: str
    attempt_number: int
    max_attempts: int
    task_id: str
    queue: str
    callable: str
    args: str = field(repr=False)
    kwargs: str = field(repr=False)
    idempotency_key: str
    plain_callables: bool
    env: Mapping[str, str] = field(repr=False)
    django_settings_module: str | None
    setup_log: str | None = field(repr=False)
    deadline_seconds: float | None
    heartbeat_seconds: float
    silence_limit_seconds: float
    result_limit_bytes: int
    log_tail_limit_bytes: int
    expected_python: str | None
    expected_ray: str | None
    # What a worker of an earlier version does not tell.
    failures: int = 0
    priority: int = 0
    tags: tuple[str, ...] = ()
    enqueued_at: str | None = None
    started_at: str | None = None
    worker_id: str = ""
    earlier_attempts: tuple[EarlierAttempt, ...] = ()
    arguments_stored: StoredArguments | None = None
    result_upload_limit_bytes: int = 0
    log_limit_bytes: int = 0
    traceparent: str | None = None

    @property
    def largest_result_bytes(self) -> int:
        """Of a result, in the outcome or ahead of it."""
        return max(self.result_limit_bytes, self.result_upload_limit_bytes)


def parse_session(answer: Mapping[str, Any]) -> Session:
    """Unknown fields are passed over. Raises KeyError, TypeError or ValueError when one is missing or wrong."""
    expect = answer.get("expect") or {}
    stored = _stored(answer.get("argumentsStored"))
    deadline = answer.get("deadlineSeconds")
    return Session(
        token=_text(answer, "sessionToken"),
        attempt_id=_text(answer, "attemptId"),
        attempt_number=int(answer["attemptNumber"]),
        max_attempts=int(answer["maxAttempts"]),
        task_id=_text(answer, "taskId"),
        queue=_text(answer, "queue"),
        callable=_text(answer, "callable"),
        args=_text(answer, "args") if stored is None else "",
        kwargs=_text(answer, "kwargs") if stored is None else "",
        idempotency_key=_text(answer, "idempotencyKey"),
        plain_callables=answer.get("plainCallables") is True,
        env=_texts(answer.get("env") or {}),
        django_settings_module=answer.get("djangoSettingsModule") or None,
        setup_log=answer.get("setupLog") or None,
        deadline_seconds=None if deadline is None else float(deadline),
        heartbeat_seconds=float(answer["heartbeatSeconds"]),
        silence_limit_seconds=float(answer["silenceLimitSeconds"]),
        result_limit_bytes=int(answer["resultLimitBytes"]),
        log_tail_limit_bytes=int(answer["logTailLimitBytes"]),
        expected_python=expect.get("python"),
        expected_ray=expect.get("ray"),
        failures=int(answer.get("failures", 0)),
        priority=int(answer.get("priority", 0)),
        tags=tuple(map(str, answer.get("tags") or ())),
        enqueued_at=answer.get("enqueuedAt"),
        started_at=answer.get("startedAt"),
        worker_id=str(answer.get("workerId", "")),
        earlier_attempts=tuple(_earlier(one) for one in answer.get("earlierAttempts") or ()),
        arguments_stored=stored,
        result_upload_limit_bytes=int(answer.get("resultUploadLimitBytes", 0)),
        log_limit_bytes=int(answer.get("logLimitBytes", 0)),
        traceparent=answer.get("traceparent"),
    )


def _stored(one: Mapping[str, Any] | None) -> StoredArguments | None:
    return None if one is None else StoredArguments(int(one["sizeBytes"]), str(one["sha256"]))


def _earlier(one: Mapping[str, Any]) -> EarlierAttempt:
    return EarlierAttempt(str(one["workerId"]), str(one["startedAt"]), one.get("errorClass"), one.get("traceback"))


def _text(answer: Mapping[str, Any], name: str) -> str:
    value = answer[name]
    if not isinstance(value, str):
        raise TypeError(f"{name} is not text")
    return value


def _texts(values: Any) -> dict[str, str]:
    if not isinstance(values, dict) or not all(isinstance(value, str) for value in values.values()):
        raise TypeError("env is not an object of texts")
    return values
