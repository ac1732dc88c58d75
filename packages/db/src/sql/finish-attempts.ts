import type { Statement } from '../statement.ts';
import { takenForSingleRow } from './single-row.ts';

/** One ended attempt and what becomes of its task. Times of retries are relative: the database's clock rules. */
export interface FinishInput {
  attemptId: string;
  /** The execution that reports; null when the owner judges. */
  executionId: string | null;
  /** The owner that judges; null when an execution reports. */
  judgeId: string | null;
  /** The judge's knowledge: refused when the attempt has moved on from it. */
  expectedState: string | null;
  state: string;
  taskState: string;
  retryDelayMs: number | null;
  /** What the timeline says of it; null: what follows from the states. */
  eventKind: string | null;
  failures: number;
  losses: number;
  snoozes: number;
  result: string | null;
  /** Where a large result stands instead. */
  resultRef: string | null;
  errorClass: string | null;
  errorMessage: string | null;
  traceback: string | null;
  exitCode: number | null;
  outcomeDigest: string | null;
  logTail: string | null;
  logBytes: number | null;
  peakMemoryBytes: number | null;
  cpuSeconds: number | null;
  progress: unknown;
  reason: string;
  actor: string;
}

/**
 * Attempt final, and Task final or QUEUED again, for a group in one statement. Fenced: an outcome by executionId, a
 * judgement by the judge's own live lease and ownership. A cancel that was requested meanwhile turns a retry into
 * CANCELED under the task's lock. Rows that come back were finished now; the others had moved before.
 *
 * What may have printed more than its row has is marked, for a worker to fetch it from Ray: without a report nobody knows.
 *
 * Locks tasks by id, then attempts; waits only for other short moves of the same task. Repeats change nothing.
 */
export const finishAttempts: Statement<
  [inputs: string],
  {
    attemptId: string;
    taskId: string;
    taskState: string;
    queue: string;
    callable: string;
    runner: string;
    /** In milliseconds since the epoch. */
    submittedAtMs: number;
    finishedAtMs: number;
    /** Since the attempt's start, and since the task was enqueued. */
    runMs: number | null;
    latencyMs: number;
  }
> = {
  name: 'finish-attempts',
  text: `
WITH input AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS i("attemptId" uuid, "executionId" uuid, "judgeId" uuid, "expectedState" text,
      state text, "taskState" text, "retryDelayMs" float8, "eventKind" text, failures smallint, losses smallint, snoozes smallint, result text,
      "resultRef" text,      "errorClass" text, "errorMessage" text, traceback text, "exitCode" integer, "outcomeDigest" text, "logTail" text, "logBytes" bigint,
      "peakMemoryBytes" bigint, "cpuSeconds" float8, progress jsonb, reason text, actor text)
    WHERE ${takenForSingleRow('i.state')}
  ),
  held AS MATERIALIZED (
    SELECT t.id AS task_id, i.* FROM input AS i
    JOIN raydeck.attempt AS a ON a.id = i."attemptId"
    JOIN raydeck.task AS t ON t.id = a.task_id
    ORDER BY t.id FOR NO KEY UPDATE OF t
  ),
  ended AS (
    UPDATE raydeck.attempt AS a
    SET state = h.state::raydeck.attempt_state, finished_at = clock_timestamp(), error_class = h."errorClass",
      error_message = h."errorMessage", traceback = h.traceback, exit_code = COALESCE(h."exitCode", a.exit_code),
      outcome_digest = h."outcomeDigest", log_tail = COALESCE(h."logTail", a.log_tail),
      log_bytes = COALESCE(h."logBytes", a.log_bytes),
      result_ref = h."resultRef",
      log_wanted = a.runner = 'ray_job' AND a.log_ref IS NULL AND (h."executionId" IS NULL
        OR COALESCE(h."logBytes" > octet_length(h."logTail"), false)),
      peak_memory_bytes = COALESCE(h."peakMemoryBytes", a.peak_memory_bytes),
      cpu_seconds = COALESCE(h."cpuSeconds", a.cpu_seconds), progress = COALESCE(NULLIF(h.progress, 'null'), a.progress)
    FROM held AS h
    WHERE a.id = h."attemptId" AND a.state::text IN ('SUBMITTED', 'RUNNING')
      AND (a.execution_id = h."executionId"
        OR (h."executionId" IS NULL AND a.worker_id = h."judgeId" AND a.state::text = h."expectedState"
          AND EXISTS (SELECT FROM raydeck.worker AS w
            WHERE w.id = h."judgeId" AND w.stopped_at IS NULL AND w.lease_expires_at > clock_timestamp())))
    RETURNING a.id, a.task_id, a.runner, a.submitted_at, a.started_at, a.finished_at
  ),
  moved AS (
    UPDATE raydeck.task AS t
    SET state = (CASE WHEN h."retryDelayMs" IS NULL AND (h.state <> 'LOST' OR t.cancel_requested_at IS NULL) THEN h."taskState"
          WHEN t.cancel_requested_at IS NOT NULL THEN 'CANCELED' ELSE 'QUEUED' END)::raydeck.task_state,
      run_at = CASE WHEN h."retryDelayMs" IS NULL OR t.cancel_requested_at IS NOT NULL THEN t.run_at
        ELSE clock_timestamp() + h."retryDelayMs" * interval '1 millisecond' END,
      finished_at = CASE WHEN h."retryDelayMs" IS NULL OR t.cancel_requested_at IS NOT NULL THEN clock_timestamp() END,
      failures = t.failures + h.failures, losses = t.losses + h.losses, snoozes = t.snoozes + h.snoozes, result = h.result,
      result_ref = h."resultRef"
    FROM ended AS e JOIN held AS h ON h."attemptId" = e.id
    WHERE t.id = e.task_id AND t.state::text = 'RUNNING'
    RETURNING e.id AS attempt_id, t.id, t.state, t.queue, t.callable, t.run_at, t.created_at, e.runner, e.submitted_at, e.started_at,
      e.finished_at
  ),
  event AS (
    INSERT INTO raydeck.task_event (task_id, attempt_id, kind, actor, reason, data)
    SELECT m.id, m.attempt_id,
      CASE WHEN m.state = 'CANCELED' THEN 'canceled' WHEN h."eventKind" IS NOT NULL THEN h."eventKind"
        WHEN m.state = 'QUEUED' THEN 'retry_scheduled' ELSE 'judged' END,
      h.actor, h.reason, CASE WHEN m.state = 'QUEUED' THEN jsonb_build_object('runAt', m.run_at, 'errorClass', h."errorClass") END
    FROM moved AS m JOIN held AS h ON h."attemptId" = m.attempt_id
    WHERE m.state IN ('QUEUED', 'CANCELED') OR h."judgeId" IS NOT NULL OR h."eventKind" IS NOT NULL
  )
SELECT m.attempt_id AS "attemptId", m.id AS "taskId", m.state::text AS "taskState", m.queue, m.callable, m.runner,
  (extract(epoch FROM m.submitted_at) * 1000)::float8 AS "submittedAtMs",
  (extract(epoch FROM m.finished_at) * 1000)::float8 AS "finishedAtMs",
  (extract(epoch FROM m.finished_at - m.started_at) * 1000)::float8 AS "runMs",
  (extract(epoch FROM m.finished_at - m.created_at) * 1000)::float8 AS "latencyMs"
FROM moved AS m`,
};
