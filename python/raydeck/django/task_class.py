"""The Task of our backends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from django.utils import timezone

from .framework import InvalidTask, Task
from .options import OPTION_NAMES, declared, normal_option


@dataclass(frozen=True, slots=True, kw_only=True)
class RaydeckTask(Task):
    """Django's Task with Raydeck's options. None leaves it to DJANGO_RAY, the queue, or the installation's settings.

    `max_attempts` 1 to 100. `backoff` between attempts: seconds, a timedelta, or a retry policy as docs/rest.md has it.
    `timeout` of one attempt: seconds or a timedelta. `resources`: `{"numCpus": 2, "numGpus": 1, …}`. `profile`: by
    name. `idempotency_key`: the same call again within 24 hours gives the first task. `concurrency_key`: tasks with the
    same one share the queue's limit per key.
    """

    max_attempts: int | None = None
    backoff: Any = field(default=None, hash=False)
    timeout: Any = None
    resources: Mapping[str, Any] | None = field(default=None, hash=False)
    profile: str | None = None
    # Not kept with the task: a result that is read again does not know it.
    idempotency_key: str | None = field(default=None, compare=False)
    concurrency_key: str | None = None

    def __post_init__(self) -> None:
        options = declared(self.func)
        for name in OPTION_NAMES:
            value = getattr(self, name)
            try:
                value = normal_option(name, options.get(name) if value is None else value)
            except (TypeError, ValueError) as error:
                raise InvalidTask(str(error)) from None
            object.__setattr__(self, name, value)
        if isinstance(self.run_after, timedelta):
            now = timezone.now()
            object.__setattr__(self, "run_after", now + self.run_after)
        self.get_backend().validate_task(self)

    def using(self, **changes: Any) -> RaydeckTask:
        """A new task with other values: Django's four, and any of the options. What is None stays as it is.

        `run_after` may be a timedelta from now.
        """
        return replace(self, **{name: value for name, value in changes.items() if value is not None})
