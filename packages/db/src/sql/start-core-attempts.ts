import type { Statement } from '../statement.ts';
import { takenForSingleRow } from './single-row.ts';

/** An attempt that its gateway says has started. */
export interface CoreStart {
  attemptId: string;
  executionId: string;
  /** Since its start. */
  ageMs: number;
  rayNodeId: string | null;
  rayActorId: string | null;
}

/**
 * SUBMITTED → RUNNING for attempts that the gateway, their gate, has let through: user code runs, whatever was asked for meanwhile. Only
 * the owner writes it, with a live lease. No row: it moved before, or is somebody else's. Locks attempts by id.
 */
export const startCoreAttempts: Statement<
  [starts: string, workerId: string],
  { attemptId: string; taskId: string; queue: string; traceparent: string | null; rayNodeId: string | null }
> = {
  name: 'start-core-attempts',
  text: `
WITH input AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset($1::jsonb)
      AS i("attemptId" uuid, "executionId" uuid, "ageMs" float8, "rayNodeId" text, "rayActorId" text)
    WHERE ${takenForSingleRow('i."attemptId"::text')}
  ),
  held AS MATERIALIZED (
    SELECT a.id, i.* FROM input AS i JOIN raydeck.attempt AS a ON a.id = i."attemptId" ORDER BY a.id FOR NO KEY UPDATE OF a
  ),
  started AS (
    UPDATE raydeck.attempt AS a
    SET state = 'RUNNING', execution_id = h."executionId",
      started_at = GREATEST(a.submitted_at, clock_timestamp() - h."ageMs" * interval '1 millisecond'),
      last_heartbeat_at = clock_timestamp(), ray_node_id = COALESCE(h."rayNodeId", a.ray_node_id),
      ray_actor_id = COALESCE(h."rayActorId", a.ray_actor_id)
    FROM held AS h
    WHERE a.id = h.id AND a.state::text = 'SUBMITTED' AND a.worker_id = $2
      AND EXISTS (SELECT FROM raydeck.worker AS w
        WHERE w.id = $2 AND w.stopped_at IS NULL AND w.lease_expires_at > clock_timestamp())
    RETURNING a.id, a.task_id, a.ray_node_id
  )
SELECT s.id AS "attemptId", s.task_id AS "taskId", t.queue, t.traceparent, s.ray_node_id AS "rayNodeId"
FROM started AS s JOIN raydeck.task AS t ON t.id = s.task_id`,
};
