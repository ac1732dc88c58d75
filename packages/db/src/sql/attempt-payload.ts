import type { Statement } from '../statement.ts';

/** An attempt of the same task that came before. */
export interface EarlierAttempt {
  workerId: string;
  /** When its user code started, else when it was claimed. */
  startedAt: string;
  errorClass: string | null;
  /** The end of it: the last lines hold the error. */
  traceback: string | null;
}

/** What the execution is told. `args` and `kwargs` are JSON text, times have microseconds. */
export interface PayloadRow extends Record<string, unknown> {
  taskId: string;
  /** Of arguments that stand elsewhere (`argsRef`) only a few words. */
  args: string;
  kwargs: string;
  argsRef: string | null;
  priority: number;
  tags: string[];
  enqueuedAt: string;
  workerId: string;
  earlierAttempts: EarlierAttempt[];
  profileId: string | null;
  rayVersion: string | null;
  setupLog: string | null;
}

const iso = (time: string): string => `to_char(${time} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/**
 * The payload for the one execution that passed the gate, with the attempts before it, but for snoozes, of which there may be thousands; the profile version that it was
 * claimed with, the Ray version of its cluster, and, before its first heartbeat, what is known of its environment's set-up.
 */
export const attemptPayload: Statement<[attemptId: string], PayloadRow> = {
  name: 'attempt-payload',
  text: `
SELECT t.id AS "taskId", t.args, t.kwargs, t.args_ref AS "argsRef", t.priority, t.tags, ${iso('t.created_at')} AS "enqueuedAt", a.worker_id AS "workerId",
  COALESCE((
    SELECT jsonb_agg(jsonb_build_object('workerId', e.worker_id, 'startedAt', ${iso('COALESCE(e.started_at, e.submitted_at)')},
      'errorClass', e.error_class, 'traceback', right(e.traceback, 10000)) ORDER BY e.number)
    FROM raydeck.attempt AS e WHERE e.task_id = a.task_id AND e.number < a.number
      AND e.error_class IS DISTINCT FROM 'Snoozed'), '[]') AS "earlierAttempts",
  a.profile_id AS "profileId", c.ray_version AS "rayVersion", a.log_tail AS "setupLog"
FROM raydeck.attempt AS a
JOIN raydeck.task AS t ON t.id = a.task_id
LEFT JOIN raydeck.cluster AS c ON c.address = a.ray_address
WHERE a.id = $1`,
};
