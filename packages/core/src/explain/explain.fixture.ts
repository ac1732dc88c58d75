import { explain } from './explain.ts';
import type { AttemptFact, ClusterFacts, ExplainFacts, QueueFacts, TaskFacts, WorkerFacts } from './facts.ts';
import type { ReasonCode } from './reason.ts';

export const now = new Date('2026-11-20T12:00:00Z');
export const ago = (seconds: number): Date => new Date(now.getTime() - seconds * 1_000);
export const ray = 'http://ray:8265';

export const task: TaskFacts = {
  id: 't1',
  state: 'QUEUED',
  queue: 'mail',
  priority: 0,
  runAt: ago(5),
  expiresAt: null,
  startedAt: null,
  finishedAt: null,
  cancelRequestedAt: null,
  parked: false,
  concurrencyKey: null,
  attemptCount: 0,
  failures: 0,
  losses: 0,
  maxAttempts: 3,
  runner: 'ray_job',
  timeoutSeconds: null,
  resources: {},
};

export const going = { paused: false, pausedBy: null, pausedReason: null, pausedAt: null };

const queue: QueueFacts = {
  ...going,
  concurrencyLimit: null,
  keyLimit: null,
  rate: null,
  maxPending: null,
  live: 0,
  keyLive: 0,
  tokens: null,
  pending: 0,
  holders: [],
  ahead: 0,
};

export const worker: WorkerFacts = {
  id: 'w1',
  queues: ['*'],
  runners: ['ray_job'],
  rayAddress: ray,
  concurrency: 4,
  held: 1,
  drained: false,
};

export const cluster: ClusterFacts = {
  address: ray,
  session: 's1',
  reachable: true,
  reachableAt: ago(1),
  error: null,
  drained: false,
  drainedBy: null,
  drainedReason: null,
  drainedAt: null,
  nodes: null,
};

export const node = {
  alive: true,
  cpu: 2,
  usedCpu: 0,
  gpu: 1,
  usedGpu: 0,
  memoryBytes: 2 ** 32,
  usedMemoryBytes: 0,
  custom: {},
  labels: {},
};

export const attempt: AttemptFact = {
  id: 'a1',
  number: 1,
  state: 'RUNNING',
  runner: 'ray_job',
  workerId: 'w1',
  rayAddress: ray,
  raySession: 's1',
  submittedAt: ago(9),
  startedAt: ago(8),
  finishedAt: null,
  releasedAt: null,
  lastHeartbeatAt: ago(2),
  errorClass: null,
  exitCode: null,
  hasSetupLog: false,
  setupLine: null,
};

export const calm: ExplainFacts = {
  now,
  task,
  queue,
  control: { ...going, concurrencyLimit: null, live: 0 },
  workers: [worker],
  clusters: [cluster],
  attempt: null,
  events: [],
  stuckSeconds: 300,
};

export const waits = (change: Partial<TaskFacts>, around: Partial<ExplainFacts> = {}): ExplainFacts => ({
  ...calm,
  ...around,
  task: { ...task, ...change },
});

export const runs = (change: Partial<AttemptFact>, around: Partial<ExplainFacts> = {}): ExplainFacts =>
  waits({ state: 'RUNNING' }, { attempt: { ...attempt, ...change }, ...around });

export const submitted = { state: 'SUBMITTED', startedAt: null } as const;

export const ended = (
  change: Partial<TaskFacts>,
  last: Partial<AttemptFact> = {},
  events: ExplainFacts['events'] = [],
) =>
  waits(
    { state: 'FAILED', finishedAt: ago(1), attemptCount: 1, failures: 1, ...change },
    { attempt: { ...attempt, state: 'FAILED', finishedAt: ago(1), releasedAt: ago(1), ...last }, events },
  );

export const event = (kind: string, reason: string | null, attemptId: string | null = null) => ({
  kind,
  reason,
  attemptId,
  actor: 'user:ada',
  at: ago(1),
});

export const pause = { paused: true, pausedBy: 'user:ada', pausedReason: 'migration', pausedAt: ago(60) };
export const away = { ...cluster, reachable: false, error: 'connection refused' };
export const withQueue = (change: Partial<QueueFacts>): Partial<ExplainFacts> => ({ queue: { ...queue, ...change } });
export const holders = [{ taskId: 't9', callable: 'shop.charge' }];

export const codesOf = (facts: ExplainFacts): ReasonCode[] => explain(facts).reasons.map(({ code }) => code);
