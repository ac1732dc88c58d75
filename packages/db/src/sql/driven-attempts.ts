import type { Statement } from '../statement.ts';
import { keyIdOfTask } from './key-id.ts';
import type { SubmissionRow } from './submission-row.ts';

/** An attempt whose execution is not known to be over, with all that its owner decides by. Ages in milliseconds. */
export interface DrivenRow extends SubmissionRow {
  state: string;
  executionId: string | null;
  submittedAgeMs: number;
  startedAgeMs: number | null;
  /** Since the last heartbeat; null before the start. */
  silentMs: number | null;
  finishedAgeMs: number | null;
  cancelRequested: boolean;
  taskTimeoutSeconds: number | null;
  queueTimeoutSeconds: number | null;
}

/** Reads without a lock; every move that follows is guarded. Served by attempt_unreleased_idx. */
export const drivenAttempts: Statement<[workerId: string], DrivenRow> = {
  name: 'driven-attempts',
  text: `
SELECT a.id AS "attemptId", a.task_id AS "taskId", a.number, t.queue, a.runner, t.resources, a.ray_job_id AS "executionName",
  a.ray_address AS "rayAddress", a.ray_session AS "raySession", a.profile_id AS "profileId", t.traceparent, ${keyIdOfTask('t.args')} AS "keyId",
  a.state::text AS state, a.execution_id AS "executionId",
  (extract(epoch FROM clock_timestamp() - a.submitted_at) * 1000)::float8 AS "submittedAgeMs",
  (extract(epoch FROM clock_timestamp() - a.started_at) * 1000)::float8 AS "startedAgeMs",
  (extract(epoch FROM clock_timestamp() - a.last_heartbeat_at) * 1000)::float8 AS "silentMs",
  (extract(epoch FROM clock_timestamp() - a.finished_at) * 1000)::float8 AS "finishedAgeMs",
  t.cancel_requested_at IS NOT NULL AS "cancelRequested",
  t.timeout_seconds AS "taskTimeoutSeconds", q.timeout_seconds AS "queueTimeoutSeconds"
FROM raydeck.attempt AS a
JOIN raydeck.task AS t ON t.id = a.task_id
LEFT JOIN raydeck.queue AS q ON q.name = t.queue
WHERE a.worker_id = $1 AND a.released_at IS NULL
ORDER BY a.id LIMIT 5000`,
};
