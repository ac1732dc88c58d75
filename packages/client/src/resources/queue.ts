import type { RetryPolicy } from './new-task.ts';
import type { RunnerName, Time } from './task.ts';

/** So many, or at least so many when `isCapped`. */
export interface BoundedCount {
  count: number;
  isCapped: boolean;
}

/** Days, a part of one too; or for ever. */
export type KeepDays = number | 'forever';

/** How long a queue's finished tasks are kept. */
export interface QueueRetention {
  succeededDays?: KeepDays;
  failedDays?: KeepDays;
  canceledDays?: KeepDays;
}

/** What a queue is told. Null is "no limit" or "the installation's setting". */
export interface QueueSettings {
  /** How many of its tasks run at once: 1 to 100,000. */
  concurrencyLimit?: number | null;
  /** How many tasks of one `concurrencyKey` run at once: 1 to 100,000. */
  keyLimit?: number | null;
  /** How many tasks start in so many seconds. */
  rate?: { tasks: number; seconds: number } | null;
  /** How many submitted attempts may wait for Ray, so that its autoscaler sees demand: 1 to 100,000. */
  maxPending?: number | null;
  runner?: RunnerName | null;
  /** Empty: all. */
  allowedRunners?: RunnerName[];
  profile?: string | null;
  /** What tasks may name besides `profile`; `*`: any. */
  allowedProfiles?: string[];
  maxAttempts?: number | null;
  timeoutSeconds?: number | null;
  retryPolicy?: RetryPolicy | null;
  /** Prefixes of callables; empty: all. */
  allowedCallables?: string[];
  /** Whether functions run that are neither `@raydeck.task` nor Django tasks. */
  plainCallables?: boolean;
  /** How long finished tasks are kept; null, and what it leaves out: as the installation says. */
  retention?: QueueRetention | null;
}

/** A queue with its settings and its load. */
export interface Queue extends Required<QueueSettings> {
  name: string;
  paused: boolean;
  pausedReason: string | null;
  pausedBy: string | null;
  pausedAt: Time | null;
  createdAt: Time;
  updatedAt: Time;
  queued: BoundedCount;
  /** Of the queued ones, those whose time has come. */
  due: BoundedCount;
  running: BoundedCount;
  /** Beside the queued ones: they wait for a place of their `concurrencyKey`. */
  parked: BoundedCount;
  oldestDueAt: Time | null;
  /** Places held; null when nothing limits. */
  live: number | null;
}

/** What holds over all queues. */
export interface Control {
  /** Null: none. */
  concurrencyLimit: number | null;
  /** Places held; null when nothing limits. */
  live: number | null;
  /** Nothing of any queue is claimed. */
  paused: boolean;
  pausedReason: string | null;
  pausedBy: string | null;
  pausedAt: Time | null;
  updatedAt: Time;
  updatedBy: string | null;
}
