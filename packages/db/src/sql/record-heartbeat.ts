import type { Statement } from '../statement.ts';

/**
 * A sign of life with what comes along; unindexed columns only, so the update stays in its page. No row: the attempt is
 * not this execution's any more. Null leaves progress and log tail as they are.
 */
export const recordHeartbeat: Statement<
  [
    attemptId: string,
    executionId: string,
    progress: string | null,
    logTail: string | null,
    logBytes: number | null,
    peakMemoryBytes: number | null,
    cpuSeconds: number | null,
  ],
  { taskId: string; cancelRequested: boolean }
> = {
  name: 'record-heartbeat',
  text: `
UPDATE raydeck.attempt AS a
SET last_heartbeat_at = clock_timestamp(), progress = COALESCE($3::jsonb, a.progress), log_tail = COALESCE($4, a.log_tail),
  log_bytes = COALESCE($5, a.log_bytes), peak_memory_bytes = COALESCE($6, a.peak_memory_bytes),
  cpu_seconds = COALESCE($7, a.cpu_seconds)
WHERE a.id = $1 AND a.execution_id = $2 AND a.state::text = 'RUNNING'
RETURNING a.task_id AS "taskId",
  (SELECT t.cancel_requested_at IS NOT NULL FROM raydeck.task AS t WHERE t.id = a.task_id) AS "cancelRequested"`,
};
