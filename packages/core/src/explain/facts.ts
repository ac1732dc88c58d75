import type { AttemptState } from '../attempt-state.ts';
import type { NodeOffer } from '../fit.ts';
import type { Resources, RunnerName } from '../runner.ts';
import type { TaskState } from '../task-state.ts';
import type { Holder } from './reason.ts';

/** All that an explanation is made of: read at one moment, by the database's clock. */
export interface ExplainFacts {
  now: Date;
  task: TaskFacts;
  /** Null: its row is gone. */
  queue: QueueFacts | null;
  control: PauseFacts & { concurrencyLimit: number | null; live: number };
  /** The live ones only. */
  workers: readonly WorkerFacts[];
  clusters: readonly ClusterFacts[];
  /** The last one; null before the first. */
  attempt: AttemptFact | null;
  /** Newest first. What was before the last retry by hand is not heeded. */
  events: readonly EventFacts[];
  /** An execution that says nothing for so long is stopped and judged. */
  stuckSeconds: number;
}

export interface TaskFacts {
  id: string;
  state: TaskState;
  queue: string;
  priority: number;
  runAt: Date;
  expiresAt: Date | null;
  startedAt: Date | null;
  finishedAt: Date | null;
  cancelRequestedAt: Date | null;
  parked: boolean;
  concurrencyKey: string | null;
  attemptCount: number;
  failures: number;
  losses: number;
  maxAttempts: number;
  runner: RunnerName;
  timeoutSeconds: number | null;
  resources: Resources;
}

export interface PauseFacts {
  paused: boolean;
  pausedBy: string | null;
  pausedReason: string | null;
  pausedAt: Date | null;
}

export interface QueueFacts extends PauseFacts {
  concurrencyLimit: number | null;
  keyLimit: number | null;
  rate: { tasks: number; seconds: number } | null;
  maxPending: number | null;
  /** Places held; counted only where something limits them. */
  live: number;
  /** Places that tasks of its concurrencyKey hold. */
  keyLive: number;
  /** What the rate's bucket holds now; null without a rate. */
  tokens: number | null;
  /** Attempts that are submitted and have not started. */
  pending: number;
  /** Some tasks that hold a place of the limit in question. */
  holders: readonly Holder[];
  /** Due tasks of the queue that come before this one, counted to `aheadLimit`; null when nobody counted. */
  ahead: number | null;
}

/** So far the tasks before one are counted. */
export const aheadLimit = 1_000;

export interface WorkerFacts {
  id: string;
  /** `*`: all. */
  queues: readonly string[];
  runners: readonly string[];
  rayAddress: string | null;
  concurrency: number;
  /** Executions that it drives. */
  held: number;
  /** It takes nothing new. */
  drained: boolean;
}

export interface ClusterFacts {
  address: string;
  session: string | null;
  reachable: boolean;
  reachableAt: Date | null;
  error: string | null;
  drained: boolean;
  drainedBy: string | null;
  drainedReason: string | null;
  drainedAt: Date | null;
  /** As it was last seen; null when nobody has. */
  nodes: readonly NodeOffer[] | null;
}

export interface AttemptFact {
  id: string;
  number: number;
  state: AttemptState;
  runner: string;
  workerId: string;
  rayAddress: string | null;
  raySession: string | null;
  submittedAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  releasedAt: Date | null;
  lastHeartbeatAt: Date | null;
  errorClass: string | null;
  exitCode: number | null;
  /** Whether there is a log of its environment's set-up, before it started. */
  hasSetupLog: boolean;
  /** That log's last line, where the asker may see it. */
  setupLine: string | null;
}

export interface EventFacts {
  kind: string;
  attemptId: string | null;
  actor: string;
  reason: string | null;
  at: Date;
}
