import type { ProfileVersion } from './profile.ts';

/** How an attempt executes. */
export const runnerNames = ['ray_job', 'ray_core', 'local'] as const;

export type RunnerName = (typeof runnerNames)[number];

/** What a task of `ray_core` shares its process with: the other tasks of its actor, or none. Other runners give each attempt its own. */
export const isolations = ['actor', 'process'] as const;

export type Isolation = (typeof isolations)[number];

/** What a task asks of its execution. Fractions of CPUs and GPUs are allowed; memory in bytes. `isolation`: `actor` where nothing is said. */
export interface Resources {
  numCpus?: number | undefined;
  numGpus?: number | undefined;
  memoryBytes?: number | undefined;
  custom?: Record<string, number> | undefined;
  labelSelector?: Record<string, string> | undefined;
  isolation?: Isolation | undefined;
}

/** A call as the claim of a task's first attempt has read it, for a runner that hands it over itself. */
export interface ClaimedCall {
  attemptId: string;
  taskId: string;
  number: number;
  queue: string;
  callable: string;
  /** JSON text, like `kwargs`; encrypted when the task is. */
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

/**
 * All that a runner needs to start an attempt. The payload is not among it, but for what the claim has brought of a small one: the
 * execution fetches it at the gate.
 */
export interface Submission {
  attemptId: string;
  /** Fixed before the call: `rd-<installation>-<attempt>`. */
  executionName: string;
  ticket: string;
  resources: Resources;
  profile: ProfileVersion | null;
  /** Claimed by this process, and not handed to any runner before. */
  isFresh?: boolean;
  /** Only with `isFresh`. */
  claimed?: ClaimedCall | null;
}

/** An execution as its runner finds it again, after any restart of the worker. */
export interface ExecutionRef {
  attemptId: string;
  executionName: string;
  /** The cluster that it was sent to; null for `local`. */
  rayAddress: string | null;
  raySession: string | null;
}

/**
 * What a runner sees of an execution. `ended` and `absent` say that it is known to be over: nothing of it runs any more.
 * `unknown` says that nobody can tell now (cluster unreachable): wait.
 */
export type Observation =
  /** `setupLog`: what is known so far of the set-up of its environment; left out where nothing is. */
  | { kind: 'pending'; detail: string | null; setupLog?: string }
  | { kind: 'running'; nodeId: string | null }
  | {
      kind: 'ended';
      exitCode: number | null;
      cause: EndCause;
      detail: string | null;
      nodeId: string | null;
      setupLog?: string;
      isStarted?: boolean;
    }
  /**
   * `isRestarted`: its cluster began anew, so it will not start there any more. `isStarted`: user code has begun, or may have, though its
   * row does not say so: where the runner is its own gate the row follows.
   */
  | { kind: 'absent'; detail: string; isRestarted?: boolean; isStarted?: boolean }
  | { kind: 'unknown'; detail: string };

/** Why an execution is over, as far as its runner knows; the outcome itself travels by the attempt API. */
export type EndCause =
  | 'exited'
  | 'stopped'
  | 'runtime_env_setup_failed'
  | 'unschedulable'
  | 'start_timed_out'
  | 'actor_died'
  | 'gateway_ended'
  | 'start_failed';

/** The port that every runner implements; one conformance suite holds them all. */
export interface Runner {
  readonly name: RunnerName;
  /**
   * Starts the execution, once however often it is called for one `executionName`. Returns when the runner has accepted it.
   * Throws RaydeckError: PRECONDITION when it was refused and never will run, UNAVAILABLE when nobody knows (call again).
   */
  submit(submission: Submission): Promise<void>;
  /** One observation for each ref, in order. Never throws for a single execution: that is `unknown`. */
  observe(refs: readonly ExecutionRef[]): Promise<Observation[]>;
  /**
   * Asks the execution to end: a polite signal, then force after the runner's grace. Returns at once; `observe` tells
   * when it is over. Safe to repeat, and needed for an execution that had not started when it was first asked.
   */
  stop(ref: ExecutionRef): Promise<void>;
  /**
   * Where the runner is the gate itself: takes back an execution that has not started. True when it never will start, false when it has, or
   * nobody can tell yet. Without it the attempt's row is the gate.
   */
  withdraw?(ref: ExecutionRef): Promise<boolean>;
  /** Whether it would accept something now; without it: yes. */
  isReady?(): boolean;
  /** Told of attempts that are over and released: nothing more will be asked about them. */
  forget?(attemptIds: readonly string[]): void;
  /** The cluster it would submit to now; null for `local`. Throws UNAVAILABLE when it cannot be reached. */
  cluster(): Promise<{ address: string; session: string } | null>;
  /** Ends what cannot outlive the worker and frees connections. Ray jobs run on. */
  close(): Promise<void>;
}
