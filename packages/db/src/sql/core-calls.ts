import type { Statement } from '../statement.ts';
import type { EarlierAttempt } from './attempt-payload.ts';
import { isDoubtful } from './doubtful-attempts.ts';

/** What a `ray_core` attempt runs by. `args` and `kwargs` are JSON text, times have microseconds. */
export interface CoreCallFacts {
  attemptId: string;
  taskId: string;
  number: number;
  queue: string;
  callable: string;
  args: string;
  kwargs: string;
  argsRef: string | null;
  priority: number;
  tags: string[];
  enqueuedAt: string;
  failures: number;
  traceparent: string | null;
  profileId: string | null;
  plainCallables: boolean;
  taskMaxAttempts: number | null;
  queueMaxAttempts: number | null;
}

/** The same of one that may not be its task's first, nor handed over for the first time. */
export interface CoreCallRow extends CoreCallFacts, Record<string, unknown> {
  earlierAttempts: EarlierAttempt[];
  /** A gateway that it may have been handed to has ended since. */
  isDoubtful: boolean;
}

export const iso = (time: string): string => `to_char(${time} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/**
 * The calls of attempts that have not started, of this worker's own: what has moved since, or was adopted, is left out, and so never
 * handed over twice. Reads without a lock; what is handed over after an adoption is refused by the gateway, which was told before.
 */
export const coreCalls: Statement<[attemptIds: string[], workerId: string], CoreCallRow> = {
  name: 'core-calls',
  text: `
SELECT a.id AS "attemptId", a.task_id AS "taskId", a.number, t.queue, t.callable, t.args, t.kwargs, t.args_ref AS "argsRef",
  t.priority, t.tags, ${iso('t.created_at')} AS "enqueuedAt", t.failures, t.traceparent, a.profile_id AS "profileId",
  COALESCE(q.plain_callables, false) AS "plainCallables", t.max_attempts AS "taskMaxAttempts", q.max_attempts AS "queueMaxAttempts",
  CASE WHEN a.number = 1 THEN '[]'::jsonb ELSE COALESCE((
    SELECT jsonb_agg(jsonb_build_object('workerId', e.worker_id, 'startedAt', ${iso('COALESCE(e.started_at, e.submitted_at)')},
      'errorClass', e.error_class, 'traceback', right(e.traceback, 10000)) ORDER BY e.number)
    FROM raydeck.attempt AS e WHERE e.task_id = a.task_id AND e.number < a.number
      AND e.error_class IS DISTINCT FROM 'Snoozed'), '[]') END AS "earlierAttempts",
  ${isDoubtful} AS "isDoubtful"
FROM raydeck.attempt AS a
JOIN raydeck.task AS t ON t.id = a.task_id
LEFT JOIN raydeck.queue AS q ON q.name = t.queue
WHERE a.id = ANY ($1::uuid[]) AND a.worker_id = $2 AND a.state::text = 'SUBMITTED' AND t.cancel_requested_at IS NULL`,
};
