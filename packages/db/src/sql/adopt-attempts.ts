import type { Statement } from '../statement.ts';

/**
 * Takes over attempts whose worker's lease is over, a portion at a time: those of the adopter's own cluster, and `local`
 * ones, whose processes died with their worker. The executions go on untouched. SKIP LOCKED: several adopters share.
 */
export const adoptAttempts: Statement<
  [adopterId: string, rayAddress: string | null, limit: number],
  { attemptId: string; taskId: string; queue: string; traceparent: string | null; fromWorkerId: string }
> = {
  name: 'adopt-attempts',
  text: `
WITH orphan AS MATERIALIZED (
    SELECT a.id, a.task_id, a.worker_id FROM raydeck.worker AS w
    CROSS JOIN LATERAL (
      SELECT a.id, a.task_id, a.worker_id FROM raydeck.attempt AS a
      WHERE a.worker_id = w.id AND a.released_at IS NULL AND (a.ray_address IS NULL OR a.ray_address = $2)
      LIMIT $3 FOR NO KEY UPDATE SKIP LOCKED
    ) AS a
    WHERE w.id <> $1 AND w.lease_expires_at <= clock_timestamp()
    LIMIT $3
  ),
  adopted AS (
    UPDATE raydeck.attempt AS a SET worker_id = $1
    FROM orphan AS o
    WHERE a.id = o.id AND a.worker_id = o.worker_id
      AND EXISTS (SELECT FROM raydeck.worker AS me
        WHERE me.id = $1 AND me.stopped_at IS NULL AND me.lease_expires_at > clock_timestamp())
    RETURNING a.id, a.task_id, o.worker_id AS from_id, a.finished_at
  ),
  event AS (
    INSERT INTO raydeck.task_event (task_id, attempt_id, kind, actor, reason, data)
    SELECT task_id, id, 'adopted', 'worker:' || $1::text, 'the worker that drove it is gone', jsonb_build_object('from', from_id)
    FROM adopted WHERE finished_at IS NULL
  )
SELECT a.id AS "attemptId", a.task_id AS "taskId", t.queue, t.traceparent, a.from_id AS "fromWorkerId"
FROM adopted AS a JOIN raydeck.task AS t ON t.id = a.task_id`,
};
