"""The task of the benchmark, by a name that it can be imported by, and its row as a model."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.tasks import task
from django.utils import timezone


@task
def charge(order: int, note: str) -> None:
    pass


class Row(models.Model):
    """As an application would have a table of tasks: what the door writes for `charge`, and no checks."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    callable = models.TextField()
    args = models.TextField()
    kwargs = models.TextField(default="{}")
    queue = models.TextField(default="default")
    priority = models.SmallIntegerField(default=0)
    tags = ArrayField(models.TextField())
    run_at = models.DateTimeField(default=timezone.now)
    created_by = models.TextField(default="bench")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "bench"
        managed = False
        db_table = '"raydeck"."task"'
