import type { AttemptState } from './attempt-state.ts';
import type { TaskState } from './task-state.ts';
import type { Traced } from './trace.ts';

/** What a TaskEvent row says; columns of Task and Attempt say the rest. */
export const taskEventKinds = [
  'retry_scheduled',
  'snoozed',
  'given_up',
  'retried_by_hand',
  'retried_with_changes',
  'edited',
  'cancel_requested',
  'canceled',
  'adopted',
  'late_outcome_refused',
  'judged',
  'expired',
  'repaired',
  'orphan_stopped',
  'pinned',
  'unpinned',
] as const;

export type TaskEventKind = (typeof taskEventKinds)[number];

/** Which attempt an event is about, for whoever searches by one of them. */
export interface AboutAttempt extends Traced {
  attemptId: string;
  queue: string;
}

/** These of whatever is known of an attempt. */
export function aboutAttempt({ taskId, attemptId, queue, traceparent }: AboutAttempt): AboutAttempt {
  return { taskId, attemptId, queue, traceparent };
}

/** Steps of the life cycle as they happen, for logs, metrics and spans. Ids and never payloads. */
export type DomainEvent =
  | { type: 'task.enqueued'; taskIds: readonly string[]; actor: string }
  | { type: 'task.retried'; taskId: string; actor: string }
  | { type: 'task.edited'; taskId: string; actor: string }
  | { type: 'task.cancel_requested'; taskId: string; state: TaskState; actor: string }
  | ({
      type: 'attempt.claimed';
      runner: string;
      workerId: string;
      number: number;
      waitMs: number;
      /** What the claim took, of all that it brought together. */
      claimMs: number;
    } & AboutAttempt)
  | { type: 'claim.made'; attempts: number; parked: number; durationMs: number }
  | { type: 'ray.called'; operation: string; durationMs: number; failure: string | null }
  | ({ type: 'attempt.submitted'; executionName: string; durationMs: number } & AboutAttempt)
  | ({ type: 'attempt.submit_failed'; error: string; willRetry: boolean } & AboutAttempt)
  | ({ type: 'attempt.started'; nodeId: string | null } & AboutAttempt)
  | ({
      type: 'attempt.finished';
      state: AttemptState;
      taskState: TaskState;
      number: number;
      callable: string;
      runner: string;
      /** Since the start of user code; null for what never started. */
      runMs: number | null;
      /** Since the task was enqueued. */
      latencyMs: number;
      /** What the statement took that ended it. */
      commitMs: number;
      errorClass: string | null;
      retryDelayMs: number | null;
      /** Of the database, in milliseconds since the epoch. */
      submittedAtMs: number;
      finishedAtMs: number;
    } & AboutAttempt)
  | ({ type: 'attempt.released' } & AboutAttempt)
  | ({ type: 'attempt.adopted'; workerId: string; fromWorkerId: string } & AboutAttempt)
  | ({ type: 'attempt.stop_asked'; reason: string } & AboutAttempt)
  | ({ type: 'attempt.not_placed'; reason: string } & AboutAttempt)
  | ({ type: 'outcome.refused'; reason: string } & AboutAttempt)
  | { type: 'schedule.refused'; schedule: string; ticks: number; error: string }
  | { type: 'worker.started'; workerId: string; name: string; version: string }
  | { type: 'worker.lease_lost'; workerId: string; overdueMs: number }
  | { type: 'worker.stopping'; workerId: string; live: number }
  | { type: 'worker.stopped'; workerId: string }
  | { type: 'cluster.changed'; address: string; session: string | null; reachable: boolean; detail: string | null }
  | { type: 'gateway.started'; gatewayId: string; version: string }
  | { type: 'gateway.ended'; gatewayId: string; reason: string }
  | { type: 'leader.taken'; name: string; workerId: string }
  | { type: 'task.repaired'; taskId: string; state: string }
  | { type: 'limits.repaired'; queue: string; reason: string }
  | { type: 'job.orphan_stopped'; executionName: string; attemptId: string; taskId: string | null }
  | { type: 'job.records_deleted'; address: string; count: number }
  | {
      type: 'retention.portion';
      queue: string;
      state: TaskState;
      tasks: number;
      attempts: number;
      events: number;
      tookMs: number;
    }
  | { type: 'retention.ended'; runId: string; tasks: number; auditRows: number; isCut: boolean; durationMs: number }
  | { type: 'stored.deleted'; count: number }
  | { type: 'stored.delete_failed'; count: number; error: string }
  | {
      type: 'webhook.tried';
      webhook: string;
      deliveryId: string;
      event: string;
      statusCode: number | null;
      error: string | null;
      durationMs: number;
    }
  | { type: 'webhook.gave_up'; deliveryId: string }
  | { type: 'loop.failed'; loop: string; error: string; nextMs: number };

/** Whoever wants to know; business code emits and forgets. */
export type Emit = (event: DomainEvent) => void;
