"""By what tasks are listed."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from .records import AttemptState, RunnerName, TaskState


class TaskFilters(TypedDict, total=False):
    """`callable`: exact, or a prefix when it ends in a dot. `error_class`, `attempt_state`, `ray_job`, `node`,
    `worker`, `text` (words within the error message): of the task's attempts, as docs/rest.md says. Times are aware.
    """

    state: TaskState | None
    queue: str | None
    callable: str | None
    tag: str | None
    runner: RunnerName | None
    profile: str | None
    error_class: str | None
    ray_job: str | None
    node: str | None
    attempt_state: AttemptState | None
    created_by: str | None
    created_after: datetime | None
    created_before: datetime | None
    finished_after: datetime | None
    finished_before: datetime | None
    worker: str | None
    text: str | None
