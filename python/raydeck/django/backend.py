"""`raydeck.django.RaydeckBackend`: enqueues through the caller's own database connection."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import connections

from .arguments import normal_arguments
from .base_backend import RaydeckBackendBase, ready_result, refuse_unreachable, tell_enqueued
from .call_body import call_body, door_request
from .framework import TaskResultDoesNotExist
from .read_task import read_task
from .refusals import refusal
from .settings import is_sync
from .task_result import find_task, rebuilt, task_result
from .times import instant, iso

ENQUEUE = f"""
SELECT e.id::text, e.replayed, {iso("e.enqueued_at")}, e.code, e.message
FROM raydeck.try_enqueue_tasks(%s::jsonb) AS e"""


class RaydeckBackend(RaydeckBackendBase):
    """`TASKS = {"default": {"BACKEND": "raydeck.django.RaydeckBackend", "QUEUES": […], "OPTIONS": {"DATABASE": …}}}`.

    A task is part of the transaction that enqueues it, if `DATABASE` (an alias, `default`) is that transaction's
    database. The role needs raydeck.grant_enqueue for its queues, and raydeck.grant_read for results.
    """

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        """One query. A refusal raises InvalidTask and leaves the caller's transaction as it was."""
        self.validate_task(task)
        refuse_unreachable(task)
        args, kwargs = normal_arguments(args, kwargs)
        body = call_body(task, args, kwargs, self.task_defaults)
        with connections[self.database].cursor() as cursor:
            cursor.execute(ENQUEUE, [door_request(body)])
            task_id, replayed, enqueued_at, code, message = cursor.fetchone()
        if code is not None:
            raise refusal(code, message)
        if replayed:
            return self.get_result(task_id)
        result = ready_result(task, task_id, instant(enqueued_at), args, kwargs)
        tell_enqueued(type(self), result)
        if is_sync():
            from .draining import run_now

            run_now(self, result)
        return result

    def get_result(self, result_id: Any) -> Any:
        """From the primary: a replica may not know yet what was just enqueued."""
        try:
            known_id = uuid.UUID(result_id)
        except (ValueError, AttributeError, TypeError):
            raise TaskResultDoesNotExist(result_id) from None
        stored = read_task(connections[self.database], known_id)
        if stored is None:
            raise TaskResultDoesNotExist(result_id)
        return task_result(stored, rebuilt(find_task(stored.callable), stored, self.alias, self.task_defaults))
