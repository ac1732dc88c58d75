"""What the API answers. Times are aware, in UTC; `raw` is the JSON object as it came, for what stands here under no
name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, Literal, TypeVar

T = TypeVar("T")
Json = Mapping[str, Any]

TaskState = Literal["BLOCKED", "QUEUED", "RUNNING", "SUCCEEDED", "FAILED", "CANCELED"]
AttemptState = Literal["SUBMITTED", "RUNNING", "SUCCEEDED", "FAILED", "CANCELED", "LOST"]
RunnerName = Literal["ray_job", "ray_core", "local"]
FINAL_STATES: frozenset[str] = frozenset({"SUCCEEDED", "FAILED", "CANCELED"})


@dataclass(frozen=True)
class Progress:
    """What the user code said last, in its own unit."""

    current: float
    total: float | None = None
    message: str | None = None


@dataclass(frozen=True)
class Attempt:
    """One execution of a task on one runner. `error_class` is `module.qualname`, or one of Raydeck's own names
    without a module. `note` says why message and traceback are missing when the key may not see them.
    """

    id: str
    number: int
    state: AttemptState
    runner: str | None = None
    profile_id: str | None = None
    worker_id: str | None = None
    ray_address: str | None = None
    ray_session: str | None = None
    ray_job_id: str | None = None
    ray_actor_id: str | None = None
    ray_node_id: str | None = None
    pod: str | None = None
    submitted_at: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    released_at: datetime | None = None
    last_heartbeat_at: datetime | None = None
    error_class: str | None = None
    error_message: str | None = None
    traceback: str | None = None
    exit_code: int | None = None
    peak_memory_bytes: int | None = None
    cpu_seconds: float | None = None
    log_bytes: int | None = None
    progress: Progress | None = None
    note: str | None = None


@dataclass(frozen=True)
class TaskEvent:
    """What the columns of a task cannot say: adoption, repair, retry by hand, cancel, an operator's action."""

    at: datetime
    kind: str
    actor: str | None = None
    reason: str | None = None
    attempt_id: str | None = None
    data: Any = None


@dataclass(frozen=True)
class TaskDetail:
    """A task with its attempts (the newest 50) and events (the newest 200), newest first.

    `args` and `kwargs` are None without payload permission; `shapes` then has their structure. `effective` says for
    runner, maxAttempts, timeoutSeconds, retryPolicy and profile which value holds, and whether task, queue or
    setting said so.
    """

    id: str
    callable: str
    queue: str
    state: TaskState
    priority: int = 0
    args: Any = None
    kwargs: Any = None
    result: Any = None
    shapes: Json | None = None
    run_at: datetime | None = None
    expires_at: datetime | None = None
    created_at: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    cancel_requested_at: datetime | None = None
    attempt_count: int = 0
    failures: int = 0
    losses: int = 0
    snoozes: int = 0
    pinned: bool = False
    resources: Json | None = None
    effective: Json | None = None
    tags: tuple[str, ...] = ()
    concurrency_key: str | None = None
    created_by: str | None = None
    retried_from: str | None = None
    retried_by: tuple[str, ...] = ()
    traceparent: str | None = None
    attempts: tuple[Attempt, ...] = ()
    events: tuple[TaskEvent, ...] = ()
    raw: Json = field(default_factory=dict, repr=False, compare=False)

    @property
    def is_final(self) -> bool:
        """Whether nothing but a person moves it again."""
        return self.state in FINAL_STATES

    @property
    def last_attempt(self) -> Attempt | None:
        return self.attempts[0] if self.attempts else None


@dataclass(frozen=True)
class Help:
    """What would help, or show more. `target`: the queue, cluster, task or attempt that it is about."""

    action: str
    target: str
    text: str


@dataclass(frozen=True)
class Holder:
    """A task that holds a place which another one waits for."""

    task_id: str
    callable: str


@dataclass(frozen=True)
class ReasonTime:
    """Since when it holds, or until when."""

    kind: Literal["since", "until"]
    at: datetime


@dataclass(frozen=True)
class Reason:
    """`code` is one word for machines. `tone`: waiting, stuck, running or ended; only what is stuck needs somebody.
    `quote` is what Ray or a set-up says of it.
    """

    code: str
    tone: str
    text: str
    time: ReasonTime | None = None
    quote: str | None = None
    holders: tuple[Holder, ...] = ()
    help: tuple[Help, ...] = ()


@dataclass(frozen=True)
class Explanation:
    """Why a task does not run, what it is doing, or how it ended, at a moment: the reason that decides comes first."""

    id: str
    state: TaskState
    title: str
    reasons: tuple[Reason, ...]
    at: datetime | None = None
    raw: Json = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True)
class TaskSummary:
    """A task in a list. `error_class` and `attempt_state` are those of its last attempt."""

    id: str
    callable: str
    queue: str
    state: TaskState
    priority: int = 0
    run_at: datetime | None = None
    created_at: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    cancel_requested_at: datetime | None = None
    attempt_count: int = 0
    max_attempts: int | None = None
    tags: tuple[str, ...] = ()
    created_by: str | None = None
    last_attempt_id: str | None = None
    attempt_state: AttemptState | None = None
    ray_job_id: str | None = None
    progress: Progress | None = None
    error_class: str | None = None
    error_message: str | None = None
    raw: Json = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True)
class Page(Generic[T]):
    """`next_cursor` is None at the end, and only there. `is_partial`: the search stopped before the page was full."""

    items: tuple[T, ...]
    next_cursor: str | None
    is_partial: bool


@dataclass(frozen=True)
class AttemptLog:
    """The end of an attempt's standard output and error. `size_bytes` is that of the whole; `truncated`: `text` is
    only its end; `final`: nothing more will come.
    """

    text: str
    size_bytes: int
    truncated: bool
    final: bool
    raw: Json = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True)
class BoundedCount:
    """`is_capped`: at least so many."""

    count: int
    is_capped: bool


@dataclass(frozen=True)
class Queue:
    """A queue, its settings (None: no limit, or what the installation's setting says) and what it holds.

    `due`: queued, and their time has come. `parked`: held back by the limit of their concurrency key. `live`:
    places held of the concurrency limit, None when nothing limits.
    """

    name: str
    paused: bool
    paused_reason: str | None = None
    paused_by: str | None = None
    paused_at: datetime | None = None
    concurrency_limit: int | None = None
    key_limit: int | None = None
    rate: Json | None = None
    max_pending: int | None = None
    runner: str | None = None
    allowed_runners: tuple[str, ...] = ()
    allowed_profiles: tuple[str, ...] = ()
    profile: str | None = None
    max_attempts: int | None = None
    timeout_seconds: int | None = None
    retry_policy: Json | None = None
    allowed_callables: tuple[str, ...] = ()
    plain_callables: bool = False
    retention: Json | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    queued: BoundedCount | None = None
    due: BoundedCount | None = None
    running: BoundedCount | None = None
    parked: BoundedCount | None = None
    oldest_due_at: datetime | None = None
    live: int | None = None
    raw: Json = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True)
class Event:
    """`ready`: the stream listens from now on, so what was read before may be stale: read it again. It comes first,
    and again after each reconnection. `changed`: these tasks have changed.
    """

    kind: Literal["ready", "changed"]
    task_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class LogChunk:
    """What an attempt has put out since the last chunk. `is_gap`: more came in between than the console keeps, so
    something is missing before this text.
    """

    attempt_id: str
    attempt_number: int
    text: str
    is_gap: bool = False
