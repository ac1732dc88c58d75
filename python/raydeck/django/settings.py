"""DJANGO_RAY and the OPTIONS of a backend."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings

RUNNERS = ("ray_job", "local", "sync")
# What they would say is said to the worker, in its own environment.
WORKERS_OWN = ("RAY_ADDRESS", "CONCURRENCY", "RESULTS", "HEARTBEAT_INTERVAL_SECONDS", "STUCK_TASK_TIMEOUT_SECONDS")
OURS = ("RUNNER", "QUEUES", "RETRIES")
OPTION_KEYS = ("DATABASE", "URL", "API_KEY", "TIMEOUT_SECONDS", "RETRIES", "CONSOLE_URL")


def django_ray() -> Mapping[str, Any]:
    """The project's DJANGO_RAY; empty when there is none."""
    found = getattr(settings, "DJANGO_RAY", None)
    return found if isinstance(found, Mapping) else {}


def task_defaults() -> dict[str, Any]:
    """What a task gets that says nothing itself: `max_attempts` of RETRIES, `runner` of RUNNER."""
    given = django_ray()
    defaults: dict[str, Any] = {}
    if isinstance(given.get("RETRIES"), int):
        defaults["max_attempts"] = given["RETRIES"]
    if given.get("RUNNER") in ("ray_job", "local"):
        defaults["runner"] = given["RUNNER"]
    return defaults


def is_sync() -> bool:
    """Whether enqueueing runs the task at once, in this process."""
    return django_ray().get("RUNNER") == "sync"


def with_default_queues(params: Mapping[str, Any]) -> dict[str, Any]:
    """A backend's entry in TASKS; its QUEUES are DJANGO_RAY's when it names none."""
    queues = django_ray().get("QUEUES")
    return {**({} if queues is None else {"QUEUES": queues}), **params}
