"""Counts what the signals say, in whichever process."""

from __future__ import annotations

import sys

from django.apps import AppConfig


class ShopConfig(AppConfig):
    name = "shop"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from raydeck.django.framework import task_finished, task_started

        task_started.connect(_told_of_start, dispatch_uid="shop")
        task_finished.connect(_told_of_end, dispatch_uid="shop")


def _told_of_start(sender: type, task_result: object, **kwargs: object) -> None:
    print(f"started {sender.__name__} {task_result.id} {task_result.status} {task_result.attempts}", file=sys.stderr)
    if "raise_in_receiver" in task_result.kwargs:
        raise RuntimeError("a receiver that raises")


def _told_of_end(sender: type, task_result: object, **kwargs: object) -> None:
    error = sys.exc_info()[0]
    what = f"{task_result.status} {task_result.attempts} {len(task_result.errors)} {error and error.__name__}"
    print(f"finished {sender.__name__} {task_result.id} {what}", file=sys.stderr)
    if "raise_in_receiver" in task_result.kwargs:
        raise SystemExit("a receiver that exits")
