"""`raydeck.django.RaydeckHttpBackend`: for applications with no access to Raydeck's database."""

from __future__ import annotations

import uuid
from functools import cached_property
from typing import Any

from django.db import connections, transaction
from django.utils import timezone

from ..client import Client, ConflictError, ForbiddenError, InvalidError, NotFoundError
from .arguments import normal_arguments
from .base_backend import RaydeckBackendBase, ready_result, refuse_unreachable, tell_enqueued
from .call_body import call_body
from .find_by_client_id import find_by_client_id
from .framework import InvalidTask, TaskResultDoesNotExist
from .refusals import EnqueueConflict
from .task_result import find_task, rebuilt, task_result
from .task_tags import CLIENT_ID
from .uuid_v7 import uuid_v7

# Ids for calls with an idempotency key of their own: the same key, the same id.
_NAMESPACE = uuid.UUID("6f0a4f0c-54a5-4f5e-9f2f-0f8a5a1c9d52")


class RaydeckHttpBackend(RaydeckBackendBase):
    """OPTIONS: `URL` and `API_KEY` (else RAYDECK_URL and RAYDECK_API_KEY), `TIMEOUT_SECONDS` (5), `RETRIES` (3).

    The result's id is made here and serves as idempotency key, so that a repeat makes no second task. Within a
    transaction of `DATABASE` the request is sent after its commit. A console that stays away until the retries are used
    up then costs the task: Django logs it. The key needs the scopes tasks:write and tasks:read, and payload permission
    for results.
    """

    is_in_database = False

    @cached_property
    def client(self) -> Client:
        """One for each thread, as Django makes one backend for each."""
        return Client(
            self.options.get("URL"),
            self.options.get("API_KEY"),
            timeout_seconds=self.options.get("TIMEOUT_SECONDS", 5),
            retries=self.options.get("RETRIES", 3),
        )

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        """Raises InvalidTask for what the console refuses, unless that comes after a commit: then Django logs it."""
        self.validate_task(task)
        refuse_unreachable(task)
        args, kwargs = normal_arguments(args, kwargs)
        body = call_body(task, args, kwargs, self.task_defaults)
        key = body.get("idempotencyKey")
        client_id = str(uuid_v7() if key is None else uuid.uuid5(_NAMESPACE, f"{self.alias}:{key}"))
        body.setdefault("idempotencyKey", client_id)
        body["tags"].append(CLIENT_ID + client_id)
        result = ready_result(task, client_id, timezone.now(), args, kwargs)

        # Not a partial: up to Django 5.2 a robust hook must have a name.
        def send() -> None:
            self._send(body)
            tell_enqueued(type(self), result)

        if connections[self.database].in_atomic_block:
            transaction.on_commit(send, using=self.database, robust=True)
        else:
            send()
        return result

    def get_result(self, result_id: Any) -> Any:
        """By the id that was made here, or by Raydeck's own."""
        try:
            known_id = uuid.UUID(result_id)
        except (ValueError, AttributeError, TypeError):
            raise TaskResultDoesNotExist(result_id) from None
        stored = find_by_client_id(self.client, known_id)
        if stored is None:
            raise TaskResultDoesNotExist(result_id)
        return task_result(stored, rebuilt(find_task(stored.callable), stored, self.alias, self.task_defaults))

    def _send(self, body: dict[str, Any]) -> None:
        try:
            self.client.request("POST", "/tasks", body, is_repeatable=True)
        except ConflictError as error:
            raise EnqueueConflict(str(error)) from error
        except (InvalidError, ForbiddenError, NotFoundError) as error:
            raise InvalidTask(str(error)) from error
