import type { Statement } from '../statement.ts';
import { keyIdOfTask } from './key-id.ts';

/** Where an attempt stands, with its task's budget and payload-free settings: what gate and finish decide by. */
export interface StandingRow extends Record<string, unknown> {
  attemptId: string;
  taskId: string;
  number: number;
  state: string;
  executionId: string | null;
  outcomeDigest: string | null;
  /** With microseconds; null before the gate. */
  startedAt: string | null;
  startedAgeMs: number | null;
  queue: string;
  traceparent: string | null;
  /** With which the task's arguments are encrypted; null when they are not. Its result is kept as they are. */
  keyId: string | null;
  callable: string;
  failures: number;
  losses: number;
  snoozes: number;
  cancelRequested: boolean;
  taskSettings: { maxAttempts: number | null; timeoutSeconds: number | null; retryPolicy: unknown };
  queueSettings: {
    maxAttempts: number | null;
    timeoutSeconds: number | null;
    retryPolicy: unknown;
    plainCallables: boolean;
  };
}

/** Reads without a lock: of an attempt's task only the attempt's own end changes the budget. */
export const attemptStanding: Statement<[attemptId: string], StandingRow> = {
  name: 'attempt-standing',
  text: `
SELECT a.id AS "attemptId", a.task_id AS "taskId", a.number, a.state::text AS state, a.execution_id AS "executionId",
  a.outcome_digest AS "outcomeDigest",
  to_char(a.started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "startedAt",
  (extract(epoch FROM clock_timestamp() - a.started_at) * 1000)::float8 AS "startedAgeMs",
  t.queue, t.traceparent, ${keyIdOfTask('t.args')} AS "keyId", t.callable, t.failures, t.losses, t.snoozes, t.cancel_requested_at IS NOT NULL AS "cancelRequested",
  jsonb_build_object('maxAttempts', t.max_attempts, 'timeoutSeconds', t.timeout_seconds, 'retryPolicy', t.retry_policy) AS "taskSettings",
  jsonb_build_object('maxAttempts', q.max_attempts, 'timeoutSeconds', q.timeout_seconds, 'retryPolicy', q.retry_policy,
    'plainCallables', COALESCE(q.plain_callables, false)) AS "queueSettings"
FROM raydeck.attempt AS a
JOIN raydeck.task AS t ON t.id = a.task_id
LEFT JOIN raydeck.queue AS q ON q.name = t.queue
WHERE a.id = $1`,
};
