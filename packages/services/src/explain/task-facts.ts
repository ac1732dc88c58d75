import type { AttemptState, TaskState } from '@raydeck/core';
import type { Query } from '../reading/bounded-read.ts';
import { lastAttempt } from '../tasks/task-conditions.ts';

/** A task and its last attempt, as far as an explanation asks, and the moment of the look. */
export interface TaskRow extends Record<string, unknown> {
  now: Date;
  id: string;
  callable: string;
  queue: string;
  createdBy: string;
  state: TaskState;
  priority: number;
  runAt: Date;
  /** With its microseconds, which a Date loses. */
  runAtText: string;
  expiresAt: Date | null;
  startedAt: Date | null;
  finishedAt: Date | null;
  cancelRequestedAt: Date | null;
  parked: boolean;
  concurrencyKey: string | null;
  attemptCount: number;
  failures: number;
  losses: number;
  runner: string | null;
  maxAttempts: number | null;
  timeoutSeconds: number | null;
  retryPolicy: unknown;
  profile: string | null;
  resources: unknown;
  attemptId: string | null;
  attemptState: AttemptState;
  attemptRunner: string;
  workerId: string;
  profileId: string | null;
  rayAddress: string | null;
  raySession: string | null;
  submittedAt: Date;
  attemptStartedAt: Date | null;
  attemptFinishedAt: Date | null;
  releasedAt: Date | null;
  lastHeartbeatAt: Date | null;
  errorClass: string | null;
  exitCode: number | null;
  /** The end of its set-up's log, before it has started. */
  setupTail: string | null;
}

/** By both primary keys; no row when there is no such task. */
export async function readTaskFacts(query: Query, id: string): Promise<TaskRow | undefined> {
  const [row] = await query<TaskRow>(text, [id]);
  return row;
}

const text = `
  SELECT clock_timestamp() AS now, t.id, t.callable, t.queue, t.created_by AS "createdBy", t.state::text AS state, t.priority,
    t.run_at AS "runAt", t.run_at::text AS "runAtText", t.expires_at AS "expiresAt", t.started_at AS "startedAt",
    t.finished_at AS "finishedAt", t.cancel_requested_at AS "cancelRequestedAt", t.parked, t.concurrency_key AS "concurrencyKey",
    t.attempt_count AS "attemptCount", t.failures, t.losses, t.runner, t.max_attempts AS "maxAttempts",
    t.timeout_seconds AS "timeoutSeconds", t.retry_policy AS "retryPolicy", t.profile, t.resources,
    a.id AS "attemptId", a.state::text AS "attemptState", a.runner AS "attemptRunner", a.worker_id AS "workerId",
    a.profile_id AS "profileId", a.ray_address AS "rayAddress", a.ray_session AS "raySession", a.submitted_at AS "submittedAt",
    a.started_at AS "attemptStartedAt", a.finished_at AS "attemptFinishedAt", a.released_at AS "releasedAt",
    a.last_heartbeat_at AS "lastHeartbeatAt", a.error_class AS "errorClass", a.exit_code AS "exitCode",
    CASE WHEN a.state::text = 'SUBMITTED' THEN right(a.log_tail, 2000) END AS "setupTail"
  FROM raydeck.task AS t ${lastAttempt} WHERE t.id = $1::uuid`;
