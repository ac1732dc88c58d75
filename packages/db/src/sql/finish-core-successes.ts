import type { Statement } from '../statement.ts';
import { keyIdOfTask } from './key-id.ts';
import { takenForSingleRow } from './single-row.ts';

/** A success that a gateway reports, in the words of `finishCoreSuccesses`. */
export interface CoreSuccess {
  attemptId: string;
  executionId: string;
  result: string | null;
  runMs: number;
  outcomeDigest: string;
  logTail: string | null;
  logBytes: number | null;
  peakMemoryBytes: number | null;
  cpuSeconds: number | null;
  progress: unknown;
  rayNodeId: string | null;
  rayActorId: string | null;
}

/**
 * Attempt and Task SUCCEEDED, for a group in one statement: nine tenths of all ends under `ray_core`, of which nothing has to be decided.
 * An attempt that ran for a moment goes SUBMITTED → SUCCEEDED and gets its start here. Fenced by the owner's live lease and ownership,
 * and by executionId where the start was written. Rows that come back were finished now; of the others somebody has to look why not:
 * those of encrypted tasks, whose results are to be encrypted too, are left out.
 *
 * Its place is free with the same commit, unless limits count it (`isReleased`): those are lowered by releaseAttempts.
 *
 * Locks tasks by id, then attempts. Repeats change nothing.
 *
 * Row by row from the input, and each row locked and updated where it was found (`ctid`): left to its guesses of these sets the planner
 * reads the whole table for each group, or joins them line against line, for as long as it keeps a plan from smaller tables. LATERAL
 * holds it to that order. A task that moved while it was waited for has left its place: OFFSET has that looked at after the lock, and
 * it does not come back.
 */
export const finishCoreSuccesses: Statement<
  [successes: string, workerId: string],
  {
    attemptId: string;
    taskId: string;
    number: number;
    queue: string;
    callable: string;
    traceparent: string | null;
    submittedAtMs: number;
    finishedAtMs: number;
    runMs: number;
    latencyMs: number;
    isReleased: boolean;
  }
> = {
  name: 'finish-core-successes',
  text: `
WITH input AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS i("attemptId" uuid, "executionId" uuid, result text, "runMs" float8,
      "outcomeDigest" text, "logTail" text, "logBytes" bigint, "peakMemoryBytes" bigint, "cpuSeconds" float8, progress jsonb,
      "rayNodeId" text, "rayActorId" text)
  ),
  found AS MATERIALIZED (
    SELECT i.*, a.task_id, a.ctid AS attempt_at, t.ctid AS task_at FROM input AS i
    CROSS JOIN LATERAL (SELECT a.ctid, a.task_id FROM raydeck.attempt AS a WHERE a.id = i."attemptId" OFFSET 0) AS a
    CROSS JOIN LATERAL (SELECT t.ctid FROM raydeck.task AS t WHERE t.id = a.task_id OFFSET 0) AS t
    WHERE ${takenForSingleRow('i."outcomeDigest"')}
    ORDER BY a.task_id
  ),
  held AS MATERIALIZED (
    SELECT f.* FROM found AS f
    CROSS JOIN LATERAL (
      SELECT t.ctid, ${keyIdOfTask('t.args')} AS key_id FROM raydeck.task AS t
      WHERE t.ctid = f.task_at AND t.id = f.task_id OFFSET 0 FOR NO KEY UPDATE
    ) AS t
    WHERE t.ctid = f.task_at AND t.key_id IS NULL
  ),
  ended AS (
    UPDATE raydeck.attempt AS a
    SET state = 'SUCCEEDED', finished_at = clock_timestamp(), execution_id = h."executionId",
      started_at = COALESCE(a.started_at,
        GREATEST(a.submitted_at, clock_timestamp() - h."runMs" * interval '1 millisecond')),
      released_at = CASE WHEN a.slot_queue IS NULL THEN clock_timestamp() END,
      outcome_digest = h."outcomeDigest", log_tail = COALESCE(h."logTail", a.log_tail), log_bytes = COALESCE(h."logBytes", a.log_bytes),
      peak_memory_bytes = COALESCE(h."peakMemoryBytes", a.peak_memory_bytes), cpu_seconds = h."cpuSeconds",
      progress = COALESCE(NULLIF(h.progress, 'null'), a.progress),
      ray_node_id = COALESCE(h."rayNodeId", a.ray_node_id), ray_actor_id = COALESCE(h."rayActorId", a.ray_actor_id)
    FROM held AS h
    WHERE a.ctid = h.attempt_at AND a.id = h."attemptId" AND a.state::text IN ('SUBMITTED', 'RUNNING') AND a.worker_id = $2
      AND (a.execution_id IS NULL OR a.execution_id = h."executionId")
      AND EXISTS (SELECT FROM raydeck.worker AS w
        WHERE w.id = $2 AND w.stopped_at IS NULL AND w.lease_expires_at > clock_timestamp())
    RETURNING a.id, a.task_id, a.number, a.submitted_at, a.started_at, a.finished_at, a.released_at, h.result, h.task_at
  ),
  moved AS (
    UPDATE raydeck.task AS t
    SET state = 'SUCCEEDED', finished_at = clock_timestamp(), result = e.result
    FROM ended AS e
    WHERE t.ctid = e.task_at AND t.id = e.task_id AND t.state::text = 'RUNNING'
    RETURNING e.id, e.task_id, e.number, e.submitted_at, e.started_at, e.finished_at, e.released_at, t.queue, t.callable, t.traceparent, t.created_at
  )
SELECT m.id AS "attemptId", m.task_id AS "taskId", m.number, m.queue, m.callable, m.traceparent,
  (extract(epoch FROM m.submitted_at) * 1000)::float8 AS "submittedAtMs",
  (extract(epoch FROM m.finished_at) * 1000)::float8 AS "finishedAtMs",
  (extract(epoch FROM m.finished_at - m.started_at) * 1000)::float8 AS "runMs",
  (extract(epoch FROM m.finished_at - m.created_at) * 1000)::float8 AS "latencyMs",
  m.released_at IS NOT NULL AS "isReleased"
FROM moved AS m`,
};
