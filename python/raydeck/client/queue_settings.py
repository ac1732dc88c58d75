"""What can be set at a queue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from .new_task import RetryPolicy
from .records import Json, RunnerName


class Rate(TypedDict):
    """At most so many tasks begin in so many seconds."""

    tasks: int
    seconds: float


class QueueSettings(TypedDict, total=False):
    """None: no limit, or what the installation's setting says. `concurrency_limit`: tasks that run at once.
    `key_limit`: of one concurrency key. `max_pending`: sent to Ray and not yet started. `allowed_callables`: import
    paths, each with all below it; empty allows all. `allowed_profiles`: what tasks may name besides `profile`, `*` for
    any. `plain_callables`: functions without `@raydeck.task` run too.
    `retention`: days that finished tasks are kept, `succeededDays`, `failedDays`, `canceledDays`, each a number or
    "forever".
    """

    concurrency_limit: int | None
    key_limit: int | None
    rate: Rate | None
    max_pending: int | None
    runner: RunnerName | None
    allowed_runners: Sequence[RunnerName]
    profile: str | None
    allowed_profiles: Sequence[str]
    max_attempts: int | None
    timeout_seconds: int | None
    retry_policy: RetryPolicy | None
    allowed_callables: Sequence[str]
    plain_callables: bool
    retention: Json | None
