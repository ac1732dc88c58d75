"""What raydeck.grant_read shows of tasks and attempts. Nothing here writes, and no migration makes it."""

from __future__ import annotations

from django.db import models


class Task(models.Model):
    """A task of the queues that the database role may read."""

    id = models.UUIDField(primary_key=True)
    callable = models.TextField()
    args = models.TextField()
    kwargs = models.TextField()
    queue = models.TextField()
    priority = models.SmallIntegerField()
    state = models.TextField()
    run_at = models.DateTimeField()
    runner = models.TextField(null=True)
    max_attempts = models.SmallIntegerField(null=True)
    timeout_seconds = models.IntegerField(null=True)
    profile = models.TextField(null=True)
    created_by = models.TextField()
    created_at = models.DateTimeField("enqueued at")
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    cancel_requested_at = models.DateTimeField(null=True)
    attempt_count = models.SmallIntegerField("attempts")
    result = models.TextField(null=True)

    class Meta:
        managed = False
        db_table = '"raydeck"."readable_task"'
        ordering = ("-id",)
        default_permissions = ("view",)
        permissions = (
            ("operate_task", "Can retry and cancel tasks"),
            ("view_payload", "Can see arguments, results, errors and output of tasks"),
        )

    def __str__(self) -> str:
        return f"{self.callable} {self.pk}"


class Attempt(models.Model):
    """One execution of a task."""

    id = models.UUIDField(primary_key=True)
    task = models.ForeignKey(Task, models.DO_NOTHING, related_name="attempts", db_constraint=False)
    number = models.SmallIntegerField()
    state = models.TextField()
    runner = models.TextField()
    worker_id = models.UUIDField()
    ray_address = models.TextField(null=True)
    ray_job_id = models.TextField(null=True)
    ray_node_id = models.TextField(null=True)
    submitted_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    error_class = models.TextField(null=True)
    error_message = models.TextField(null=True)
    traceback = models.TextField(null=True)
    exit_code = models.IntegerField(null=True)
    peak_memory_bytes = models.BigIntegerField(null=True)
    cpu_seconds = models.FloatField(null=True)
    log_tail = models.TextField(null=True)

    class Meta:
        managed = False
        db_table = '"raydeck"."readable_attempt"'
        ordering = ("number",)
        default_permissions = ()

    def __str__(self) -> str:
        return f"attempt {self.number}"
