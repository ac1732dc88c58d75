"""How `drain()` moves tasks: the worker's moves, for one process that owns the database, without limits and leases."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

# Where no task, no queue and no DJANGO_RAY says otherwise: RETRIES of docs/settings.md.
DEFAULT_MAX_ATTEMPTS = 3

_DUE = "t.state = 'QUEUED' AND t.run_at <= clock_timestamp()"
_CLAIM = """
WITH picked AS (
    SELECT t.id FROM raydeck.task AS t WHERE {condition}
    ORDER BY t.priority DESC, t.run_at, t.id LIMIT 1 FOR UPDATE SKIP LOCKED
  ),
  moved AS (
    UPDATE raydeck.task AS t
    SET state = 'RUNNING', attempt_count = t.attempt_count + 1, started_at = COALESCE(t.started_at, clock_timestamp())
    FROM picked AS p WHERE t.id = p.id
    RETURNING t.id, t.attempt_count, t.failures, t.max_attempts, t.queue
  ),
  made AS (
    INSERT INTO raydeck.attempt (task_id, number, runner, state, worker_id, execution_id, started_at)
    SELECT m.id, m.attempt_count, 'local', 'RUNNING', %s::uuid, %s::uuid, clock_timestamp() FROM moved AS m
    RETURNING id
  )
SELECT m.id::text, (SELECT id::text FROM made), m.failures, COALESCE(m.max_attempts, q.max_attempts)
FROM moved AS m LEFT JOIN raydeck.queue AS q ON q.name = m.queue"""
_FINISH = """
WITH ended AS (
    UPDATE raydeck.attempt SET state = %s::raydeck.attempt_state, finished_at = clock_timestamp(),
      released_at = clock_timestamp(), error_class = %s, error_message = %s, traceback = %s
    WHERE id = %s::uuid AND state = 'RUNNING'
    RETURNING task_id
  )
UPDATE raydeck.task AS t
SET state = %s::raydeck.task_state, result = %s, failures = t.failures + %s,
  run_at = CASE WHEN %s THEN t.run_at ELSE clock_timestamp() END, finished_at = CASE WHEN %s THEN clock_timestamp() END
FROM ended AS e WHERE t.id = e.task_id AND t.state = 'RUNNING'"""


@dataclass(frozen=True)
class ClaimedTask:
    task_id: str
    attempt_id: str
    failures: int
    max_attempts: int


def claim(connection: Any, worker_id: str, backend: str, queues: Sequence[str] | None) -> ClaimedTask | None:
    """The most urgent due task of a backend, now RUNNING; None when there is none."""
    condition = f"{_DUE} AND t.tags @> ARRAY[%s] AND (%s OR t.queue = ANY (%s))"
    return _claim(connection, condition, [f"django={backend}", queues is None, list(queues or ())], worker_id)


def claim_one(connection: Any, worker_id: str, task_id: str) -> ClaimedTask | None:
    """This task, if it is due."""
    return _claim(connection, f"{_DUE} AND t.id = %s::uuid", [task_id], worker_id)


def finish(
    connection: Any,
    claimed: ClaimedTask,
    *,
    result: str | None = None,
    error: dict[str, Any] | None = None,
    is_final: bool = True,
) -> None:
    """`result` is JSON text, `error` the protocol's error object. Not final: QUEUED again, for now."""
    state = "SUCCEEDED" if error is None else "FAILED"
    seen = [None, None, None] if error is None else [error["class"], error["message"], error["traceback"]]
    task_state = state if is_final else "QUEUED"
    parameters = [state, *seen, claimed.attempt_id, task_state, result, int(error is not None), is_final, is_final]
    with connection.cursor() as cursor:
        cursor.execute(_FINISH, parameters)


def _claim(connection: Any, condition: str, parameters: list[Any], worker_id: str) -> ClaimedTask | None:
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM.format(condition=condition), [*parameters, worker_id, str(uuid.uuid4())])
        row = cursor.fetchone()
    if row is None:
        return None
    task_id, attempt_id, failures, max_attempts = row
    return ClaimedTask(task_id, attempt_id, failures, max_attempts or DEFAULT_MAX_ATTEMPTS)
