import type { AttemptState, TaskState } from '@raydeck/core';
import type { Effect } from './effect.ts';

/** Everything that was said, seen and done in a run, for the checker. Times in milliseconds since the epoch. */
export interface History {
  /** What the door acknowledged; one entry for each call that was answered. */
  accepted: Accepted[];
  cancels: Cancel[];
  /** At the end. */
  tasks: TaskFact[];
  attempts: AttemptFact[];
  events: EventFact[];
  /** Each change of state, written by the database itself. */
  moves: Move[];
  /** Each change of a lease, written by the database itself. */
  leases: LeaseFact[];
  /** States that were read while the run went on. */
  seen: Seen[];
  /** What user code wrote. */
  effects: Effect[];
  queues: QueueFact[];
  /** Of Ray's own list at the end: jobs of this installation, by the attempt in their name. */
  jobs: { name: string; attemptId: string | null }[];
}

export interface Accepted {
  key: string;
  taskId: string;
  replayed: boolean;
  kind: string;
}

export interface Cancel {
  taskId: string;
  /** When the answer came. */
  atMs: number;
  /** CANCELED: it will not start. RUNNING: it was asked to end. */
  state: 'CANCELED' | 'RUNNING';
}

export interface TaskFact {
  id: string;
  state: TaskState;
  queue: string;
  concurrencyKey: string | null;
  result: string | null;
  attemptCount: number;
  failures: number;
  losses: number;
  runAtMs: number;
  createdAtMs: number;
  finishedAtMs: number | null;
  cancelRequested: boolean;
}

export interface AttemptFact {
  id: string;
  taskId: string;
  number: number;
  state: AttemptState;
  runner: string;
  executionId: string | null;
  slotQueue: string | null;
  slotKey: string | null;
  errorClass: string | null;
  submittedAtMs: number;
  startedAtMs: number | null;
  finishedAtMs: number | null;
  releasedAtMs: number | null;
}

export interface EventFact {
  taskId: string;
  attemptId: string | null;
  kind: string;
  actor: string;
  reason: string | null;
  atMs: number;
  /** Of an adoption: the worker that it was taken from. */
  fromWorkerId: string | null;
}

export interface Move {
  table: 'task' | 'attempt';
  id: string;
  from: string;
  to: string;
  atMs: number;
}

export interface LeaseFact {
  workerId: string;
  atMs: number;
  expiresAtMs: number;
}

export interface Seen {
  taskId: string;
  state: TaskState;
  attemptCount: number;
  atMs: number;
}

export interface QueueFact {
  name: string;
  concurrencyLimit: number | null;
  keyLimit: number | null;
  rate: { tasks: number; seconds: number } | null;
}
