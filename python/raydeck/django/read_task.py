"""Reads a task with its attempts, in one query."""

from __future__ import annotations

import json
import uuid
from typing import Any

from .stored_task import StoredAttempt, StoredTask
from .times import iso, maybe_instant

# Times as text and JSON as text: the same from every driver and under every setting.
READ = f"""
SELECT t.id::text, t.callable, t.args, t.kwargs, t.queue, t.priority, to_json(t.tags)::text, t.state::text,
  {iso("t.created_at")}, {iso("t.finished_at")}, t.result,
  t.max_attempts, t.retry_policy::text, t.timeout_seconds, t.resources::text, t.profile, t.concurrency_key,
  (SELECT jsonb_agg(jsonb_build_array(a.worker_id, {iso("COALESCE(a.started_at, a.submitted_at)")}, a.error_class,
      a.traceback) ORDER BY a.number)
    FROM raydeck.readable_attempt AS a WHERE a.task_id = t.id)::text
FROM raydeck.readable_task AS t
WHERE t.id = %s"""
_COLUMNS = ("max_attempts", "backoff", "timeout", "resources", "profile", "concurrency_key")
_JSON = ("backoff", "resources")


def read_task(connection: Any, task_id: uuid.UUID) -> StoredTask | None:
    """None when there is none, or none in a queue that the role may read."""
    with connection.cursor() as cursor:
        cursor.execute(READ, [task_id])
        row = cursor.fetchone()
    return None if row is None else _stored(row)


def _stored(row: tuple[Any, ...]) -> StoredTask:
    options = dict(zip(_COLUMNS, row[11:17], strict=True))
    for name in _JSON:
        options[name] = _parsed(options[name])
    return StoredTask(
        id=row[0],
        callable=row[1],
        args=json.loads(row[2]),
        kwargs=json.loads(row[3]),
        queue=row[4],
        priority=row[5],
        tags=tuple(json.loads(row[6])),
        state=row[7],
        enqueued_at=maybe_instant(row[8]),
        finished_at=maybe_instant(row[9]),
        result=_parsed(row[10]),
        attempts=tuple(_attempt(one) for one in _parsed(row[17]) or ()),
        options=options,
    )


def _attempt(one: list[Any]) -> StoredAttempt:
    worker_id, started_at, error_class, traceback = one
    return StoredAttempt(worker_id, maybe_instant(started_at), error_class, traceback)


def _parsed(text: str | None) -> Any:
    return None if text is None else json.loads(text)
