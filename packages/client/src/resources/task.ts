/** The runners of tasks. A newer server may know more. */
export type RunnerName = 'ray_job' | 'ray_core' | 'local';

/** BLOCKED waits for other tasks; QUEUED for its time, its turn or a free place; the last three are final. */
export type TaskState = 'BLOCKED' | 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELED';

/** SUBMITTED was sent to its runner; LOST is gone, and nobody knows how it ended. */
export type AttemptState = 'SUBMITTED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELED' | 'LOST';

/** A time: ISO 8601 with a zone, up to the year 9999. Answers have UTC. */
export type Time = string;

/** A task after a cancel, a retry or an edit. */
export interface Moved {
  id: string;
  state: TaskState;
}

/** After a retry with changes `id` is a new task, `retriedFrom` the one that it was made from. */
export interface Retried extends Moved {
  retriedFrom?: string;
}

/** How far a task says it is. */
export interface Progress {
  current: number;
  total: number | null;
  message: string | null;
}

/** A task in a list. */
export interface TaskSummary {
  id: string;
  callable: string;
  queue: string;
  priority: number;
  state: TaskState;
  runAt: Time;
  createdAt: Time;
  startedAt: Time | null;
  finishedAt: Time | null;
  attemptCount: number;
  maxAttempts: number | null;
  tags: string[];
  createdBy: string;
  cancelRequestedAt: Time | null;
  lastAttemptId: string | null;
  /** Of the last attempt. */
  attemptState: AttemptState | null;
  rayJobId: string | null;
  progress: Progress | null;
  errorClass: string | null;
  /** Null without payload permission. */
  errorMessage: string | null;
}

/** Some tasks, newest first. */
export interface TaskPage {
  items: TaskSummary[];
  /** Null at the end, and only there. */
  nextCursor: string | null;
  /** The search stopped before the page was full; the next page goes on. */
  isPartial: boolean;
}

/** Which tasks. All that is given must hold. */
export interface TaskFilter {
  state?: TaskState;
  queue?: string;
  /** Exact, or a prefix when it ends in a dot. */
  callable?: string;
  tag?: string;
  runner?: RunnerName;
  profile?: string;
  /** Of the last attempt: exact, such as `shop.errors.Declined`. */
  errorClass?: string;
  /** A task with an attempt under this id of a Ray job. */
  rayJob?: string;
  /** A task with an attempt on this Ray node. */
  node?: string;
  attemptState?: AttemptState;
  createdBy?: string;
  createdAfter?: Time | Date;
  createdBefore?: Time | Date;
  finishedAfter?: Time | Date;
  finishedBefore?: Time | Date;
  /** By id or name, of the last attempt. */
  worker?: string;
  /** Words within the last attempt's error message. Needs payload permission. */
  text?: string;
  /** Of one page: 1 to 200. Default 50. */
  limit?: number;
}

/** One execution of a task. */
export interface Attempt {
  id: string;
  number: number;
  state: AttemptState;
  runner: string;
  profileId: string | null;
  workerId: string;
  rayAddress: string | null;
  raySession: string | null;
  rayJobId: string | null;
  rayActorId: string | null;
  rayNodeId: string | null;
  pod: string | null;
  submittedAt: Time;
  startedAt: Time | null;
  finishedAt: Time | null;
  /** When the execution was known to be over. */
  releasedAt: Time | null;
  lastHeartbeatAt: Time | null;
  errorClass: string | null;
  errorMessage: string | null;
  traceback: string | null;
  exitCode: number | null;
  peakMemoryBytes: number | null;
  cpuSeconds: number | null;
  logBytes: number | null;
  /** Whether more of its output is kept than its end. */
  isLogStored: boolean;
  progress: Progress | null;
  /** Why message and traceback are missing, when they are. */
  note: string | null;
}

/** What the columns of a task cannot say: adoption, repair, a retry or cancel with its reason. */
export interface TaskEvent {
  id: string;
  attemptId: string | null;
  at: Time;
  kind: string;
  actor: string;
  reason: string | null;
  data: unknown;
}

/** A setting that counts, and where it was made. */
export interface EffectiveSetting<Value> {
  value: Value;
  origin: 'task' | 'queue' | 'setting';
}

/** Why a payload that is kept encrypted cannot be shown: its key is missing in ENCRYPTION_KEYS, or it was changed. */
export interface Locked {
  keyId: string;
  isKeyMissing: boolean;
  problem: string;
}

/** A task with all that is known of it. */
export interface Task {
  id: string;
  callable: string;
  queue: string;
  priority: number;
  state: TaskState;
  /** Only with payload permission; else see `shapes`. Integers beyond 2^53: see the client's option `bigints`. */
  args?: unknown[];
  /** Only with payload permission. */
  kwargs?: Record<string, unknown>;
  /** Null until SUCCEEDED. Only with payload permission. */
  result?: unknown;
  /** Only without payload permission: structure without values. */
  shapes?: { args: string; kwargs: string; result: string | null };
  /** Only where the payload is encrypted and the web cannot open it: then it is left out. */
  locked?: Locked;
  /** Sizes of what is too large to come with the task; `result()` of the client brings a result all the same. */
  stored: { argumentsBytes: number | null; resultBytes: number | null };
  runAt: Time;
  expiresAt: Time | null;
  createdAt: Time;
  startedAt: Time | null;
  finishedAt: Time | null;
  cancelRequestedAt: Time | null;
  attemptCount: number;
  /** Attempts that asked for a later one (`raydeck.Snooze`); they count against no limit but their own. */
  snoozes: number;
  /** Kept whatever the retention says. */
  pinned: boolean;
  /** Attempts lost through the infrastructure; their own limit. */
  losses: number;
  /** Attempts that count against `maxAttempts`. */
  failures: number;
  traceparent: string | null;
  resources: Record<string, unknown> | null;
  effective: {
    runner: EffectiveSetting<RunnerName>;
    maxAttempts: EffectiveSetting<number>;
    timeoutSeconds: EffectiveSetting<number | null>;
    retryPolicy: EffectiveSetting<Record<string, unknown>>;
    profile: EffectiveSetting<string | null>;
  };
  concurrencyKey: string | null;
  /** QUEUED, and waits for a place of its `concurrencyKey`. */
  parked: boolean;
  tags: string[];
  createdBy: string;
  retriedFrom: string | null;
  retriedBy: string[];
  /** The newest 50, newest first. */
  attempts: Attempt[];
  /** The newest 200, newest first. */
  events: TaskEvent[];
}

/** The end of an attempt's standard output and error, together. */
export interface AttemptLog {
  /** At most 64 KiB. */
  text: string;
  /** Of the whole output. */
  sizeBytes: number;
  /** Whether `text` is only its end. */
  truncated: boolean;
  /** Whether more is kept than `text`: `GET /attempts/{id}/logs/text` has it. */
  stored: boolean;
  /** Whether nothing more will come. */
  final: boolean;
}

/** Whether nothing moves a task of this state on but a retry by hand. */
export function isTaskFinal(state: TaskState): boolean {
  return state === 'SUCCEEDED' || state === 'FAILED' || state === 'CANCELED';
}
