"""The same names for Django's framework and the backport's."""

from __future__ import annotations

try:
    from django.tasks import TaskContext, default_task_backend, task, task_backends
    from django.tasks.backends.dummy import DummyBackend
    from django.tasks.backends.immediate import ImmediateBackend

    ROOT, LOGGER = "django.tasks", "django.tasks"
except ImportError:
    from django_tasks import TaskContext, default_task_backend, task, task_backends
    from django_tasks.backends.dummy import DummyBackend
    from django_tasks.backends.immediate import ImmediateBackend

    ROOT, LOGGER = "django_tasks", "django_tasks"

DUMMY, IMMEDIATE = f"{ROOT}.backends.dummy.DummyBackend", f"{ROOT}.backends.immediate.ImmediateBackend"
RAYDECK = "raydeck.django.RaydeckBackend"

__all__ = [
    "DUMMY",
    "IMMEDIATE",
    "LOGGER",
    "RAYDECK",
    "DummyBackend",
    "ImmediateBackend",
    "TaskContext",
    "default_task_backend",
    "task",
    "task_backends",
]
