import type { AttemptState } from './attempt-state.ts';
import type { TaskState } from './task-state.ts';

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
] as const;

export type TaskEventKind = (typeof taskEventKinds)[number];

/** Steps of the life cycle as they happen, for logs, metrics and spans. Ids and never payloads. */
export type DomainEvent =
  | { type: 'task.enqueued'; taskIds: readonly string[]; actor: string }
  | { type: 'task.retried'; taskId: string; actor: string }
  | { type: 'task.edited'; taskId: string; actor: string }
  | { type: 'task.cancel_requested'; taskId: string; state: TaskState; actor: string }
  | {
      type: 'attempt.claimed';
      taskId: string;
      attemptId: string;
      queue: string;
      runner: string;
      workerId: string;
      number: number;
      waitMs: number;
    }
  | { type: 'attempt.submitted'; attemptId: string; taskId: string; executionName: string; durationMs: number }
  | { type: 'attempt.submit_failed'; attemptId: string; taskId: string; error: string; willRetry: boolean }
  | { type: 'attempt.started'; attemptId: string; taskId: string; nodeId: string | null }
  | {
      type: 'attempt.finished';
      attemptId: string;
      taskId: string;
      state: AttemptState;
      taskState: TaskState;
      queue: string;
      runner: string;
      /** Since the start of user code; null for what never started. */
      runMs: number | null;
      /** Since the task was enqueued. */
      latencyMs: number;
      errorClass: string | null;
      retryDelayMs: number | null;
    }
  | { type: 'attempt.released'; attemptId: string; taskId: string }
  | { type: 'attempt.adopted'; attemptId: string; taskId: string; workerId: string; fromWorkerId: string }
  | { type: 'attempt.stop_asked'; attemptId: string; taskId: string; reason: string }
  | { type: 'attempt.not_placed'; attemptId: string; taskId: string; reason: string }
  | { type: 'outcome.refused'; attemptId: string; reason: string }
  | { type: 'schedule.refused'; schedule: string; ticks: number; error: string }
  | { type: 'worker.started'; workerId: string; name: string; version: string }
  | { type: 'worker.lease_lost'; workerId: string; overdueMs: number }
  | { type: 'worker.stopping'; workerId: string; live: number }
  | { type: 'worker.stopped'; workerId: string }
  | { type: 'cluster.changed'; address: string; session: string | null; reachable: boolean; detail: string | null }
  | { type: 'leader.taken'; name: string; workerId: string }
  | { type: 'task.repaired'; taskId: string; state: string }
  | { type: 'limits.repaired'; queue: string; reason: string }
  | { type: 'job.orphan_stopped'; executionName: string; attemptId: string; taskId: string | null }
  | { type: 'job.records_deleted'; address: string; count: number }
  | { type: 'loop.failed'; loop: string; error: string; nextMs: number };

/** Whoever wants to know; business code emits and forgets. */
export type Emit = (event: DomainEvent) => void;
