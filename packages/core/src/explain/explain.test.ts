import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attemptStates } from '../attempt-state.ts';
import { runnerNames } from '../runner.ts';
import { taskStates } from '../task-state.ts';
import { explain } from './explain.ts';
import type { AttemptFact, ClusterFacts, ExplainFacts, QueueFacts, TaskFacts, WorkerFacts } from './facts.ts';
import { type ReasonCode, reasonCodes } from './reason.ts';

const now = new Date('2026-11-20T12:00:00Z');
const ago = (seconds: number): Date => new Date(now.getTime() - seconds * 1_000);
const ray = 'http://ray:8265';

const task: TaskFacts = {
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

const going = { paused: false, pausedBy: null, pausedReason: null, pausedAt: null };

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

const worker: WorkerFacts = {
  id: 'w1',
  queues: ['*'],
  runners: ['ray_job'],
  rayAddress: ray,
  concurrency: 4,
  held: 1,
  drained: false,
};

const cluster: ClusterFacts = {
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

const node = {
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

const attempt: AttemptFact = {
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

const calm: ExplainFacts = {
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

const waits = (change: Partial<TaskFacts>, around: Partial<ExplainFacts> = {}): ExplainFacts => ({
  ...calm,
  ...around,
  task: { ...task, ...change },
});

const runs = (change: Partial<AttemptFact>, around: Partial<ExplainFacts> = {}): ExplainFacts =>
  waits({ state: 'RUNNING' }, { attempt: { ...attempt, ...change }, ...around });

const submitted = { state: 'SUBMITTED', startedAt: null } as const;

const ended = (change: Partial<TaskFacts>, last: Partial<AttemptFact> = {}, events: ExplainFacts['events'] = []) =>
  waits(
    { state: 'FAILED', finishedAt: ago(1), attemptCount: 1, failures: 1, ...change },
    { attempt: { ...attempt, state: 'FAILED', finishedAt: ago(1), releasedAt: ago(1), ...last }, events },
  );

const event = (kind: string, reason: string | null, attemptId: string | null = null) => ({
  kind,
  reason,
  attemptId,
  actor: 'user:ada',
  at: ago(1),
});

const pause = { paused: true, pausedBy: 'user:ada', pausedReason: 'migration', pausedAt: ago(60) };
const away = { ...cluster, reachable: false, error: 'connection refused' };
const withQueue = (change: Partial<QueueFacts>): Partial<ExplainFacts> => ({ queue: { ...queue, ...change } });
const holders = [{ taskId: 't9', callable: 'shop.charge' }];

/** Facts, the first reason, and what it must say. */
const table: [ReasonCode, string, ExplainFacts, Record<string, unknown>?][] = [
  ['blocked', 'waits for other tasks', waits({ state: 'BLOCKED' })],
  [
    'all_paused',
    'All queues are paused by user:ada, because: “migration”',
    { ...calm, control: { ...calm.control, ...pause } },
    { tone: 'stuck', time: { kind: 'since', at: ago(60) }, help: [expect.objectContaining({ action: 'resume_all' })] },
  ],
  [
    'queue_paused',
    'Queue mail is paused by user:ada, because: “migration”',
    waits({ runAt: ago(-60) }, { ...withQueue(pause), workers: [] }),
    { help: [{ action: 'resume_queue', target: 'mail', text: 'Resume queue mail' }] },
  ],
  ['queue_missing', 'Queue mail does not exist', waits({}, { queue: null })],
  [
    'not_due',
    'not due yet',
    waits({ runAt: ago(-60) }),
    { time: { kind: 'until', at: ago(-60) }, help: [expect.objectContaining({ action: 'run_now' })] },
  ],
  [
    'backing_off',
    'attempt 2 ended FAILED with shop.Busy (failure 2 of 3)',
    waits(
      { runAt: ago(-60), failures: 2, attemptCount: 2 },
      { attempt: { ...attempt, number: 2, state: 'FAILED', errorClass: 'shop.Busy' } },
    ),
  ],
  [
    'snoozing',
    'Attempt 1 asked for a later one',
    waits({ runAt: ago(-60) }, { attempt: { ...attempt, errorClass: 'Snoozed' } }),
  ],
  ['no_worker', 'No worker is alive', waits({}, { workers: [] }), { tone: 'stuck' }],
  ['no_worker_for_queue', 'serves queue mail', waits({}, { workers: [{ ...worker, queues: ['gpu'] }] })],
  ['workers_drained', 'The one worker', waits({}, { workers: [{ ...worker, drained: true }] }), { tone: 'stuck' }],
  ['no_worker_with_runner', 'runner ray_job', waits({}, { workers: [{ ...worker, runners: ['local'] }] })],
  ['cluster_unreachable', 'Ray at http://ray:8265', waits({}, { clusters: [away] }), { quote: 'connection refused' }],
  [
    'cluster_drained',
    'drained by user:bob',
    waits({}, { clusters: [{ ...cluster, drained: true, drainedBy: 'user:bob' }] }),
  ],
  [
    'never_fits',
    'asks for 64 GPUs; the largest node has 1 GPU',
    waits({ resources: { numGpus: 64 } }, { clusters: [{ ...cluster, nodes: [node] }] }),
    { tone: 'stuck' },
  ],
  [
    'key_full',
    'key “customer-7”, which has no free place: 2 of 2 run',
    waits({ parked: true, concurrencyKey: 'customer-7' }, withQueue({ keyLimit: 2, keyLive: 2, holders })),
    { holders },
  ],
  ['queue_full', '5 of 5 places', waits({}, withQueue({ concurrencyLimit: 5, live: 5, holders })), { holders }],
  ['all_full', '9 of 9 places', { ...calm, control: { ...going, concurrencyLimit: 9, live: 9 } }],
  ['pending_full', '2 attempts wait for a start', waits({}, withQueue({ maxPending: 2, pending: 2 }))],
  [
    'rate_limited',
    'at most 10 in 60 s; the next start is possible in 3 s',
    waits({}, withQueue({ rate: { tasks: 10, seconds: 60 }, tokens: 0.5 })),
  ],
  ['workers_full', 'the one worker that could take it is full', waits({}, { workers: [{ ...worker, held: 4 }] })],
  [
    'workers_full',
    'the one worker that could take it is full',
    waits(
      {},
      {
        workers: [
          { ...worker, held: 4 },
          { ...worker, id: 'w2', drained: true },
        ],
      },
    ),
  ],
  ['in_line', 'after more than 1,000 due tasks', waits({}, withQueue({ ahead: 1_001 }))],
  ['in_line', 'next in its queue’s line', calm],
  [
    'cancel_requested',
    'by user:ada, because: “wrong day”',
    waits(
      { state: 'RUNNING', cancelRequestedAt: ago(3) },
      { attempt, events: [event('cancel_requested', 'wrong day')] },
    ),
  ],
  ['worker_gone', 'another worker adopts it', runs({ workerId: 'gone' }), { tone: 'stuck' }],
  ['cluster_unreachable', 'does not answer', runs({}, { clusters: [away] })],
  ['cluster_restarted', 'began anew', runs({ raySession: 's0' })],
  ['on_its_way', 'its process starts', runs({ ...submitted, runner: 'local', rayAddress: null })],
  ['on_its_way', 'claimed just now', waits({ state: 'RUNNING' })],
  [
    'setting_up',
    'sets up its environment',
    runs({ ...submitted, hasSetupLog: true, setupLine: 'Collecting numpy' }),
    { quote: 'Collecting numpy', help: [{ action: 'see_log', target: 'a1', text: 'See the set-up’s log' }] },
  ],
  [
    'waits_for_node',
    'no room left now',
    {
      ...runs(submitted, { clusters: [{ ...cluster, nodes: [{ ...node, usedCpu: 2 }] }] }),
      task: { ...task, state: 'RUNNING', resources: { numCpus: 1 } },
    },
  ],
  ['ray_pending', 'Ray has not started it', runs(submitted)],
  ['running', 'last sign of life 2 s ago, of 300 s', runs({}), { tone: 'running' }],
  ['silent', '200 s ago; after 300 s', runs({ lastHeartbeatAt: ago(200) }), { tone: 'stuck' }],
  ['succeeded', 'succeeded at attempt 2', ended({ state: 'SUCCEEDED' }, { number: 2, state: 'SUCCEEDED' })],
  ['failed', 'at its only attempt with shop.Busy', ended({}, { errorClass: 'shop.Busy' })],
  [
    'failed',
    'all of its 3 attempts, the last with ProcessKilled (exit code 137)',
    ended({ attemptCount: 3, failures: 3 }, { errorClass: 'ProcessKilled', exitCode: 137 }),
  ],
  ['failed', 'had lost 5 of its attempts', ended({ attemptCount: 5, failures: 0, losses: 5 }, { errorClass: 'Lost' })],
  [
    'gave_up',
    'not retried: giveUpOn has shop.Refused',
    ended({}, {}, [event('given_up', 'giveUpOn has shop.Refused', 'a1')]),
  ],
  ['expired', 'before its expiry', ended({}, {}, [event('expired', null)])],
  [
    'canceled',
    'canceled by user:ada, because: “wrong day”',
    ended({ state: 'CANCELED' }, {}, [event('canceled', null), event('cancel_requested', 'wrong day')]),
    { help: [expect.objectContaining({ action: 'retry' })] },
  ],
  [
    'canceled',
    'canceled by somebody.',
    ended({ state: 'CANCELED' }, {}, [event('retried_by_hand', null), event('cancel_requested', 'wrong day')]),
  ],
];

describe('a task’s first reason', () => {
  it.each(table)('%s: %s', (code, text, facts, rest = {}) => {
    const [first] = explain(facts).reasons;
    expect(first).toMatchObject({ code, text: expect.stringContaining(text), ...rest });
  });

  it('has every word that there is', () => {
    const told = new Set<ReasonCode>(table.map(([code]) => code));
    // These stand beside others: the tests below.
    expect(reasonCodes.filter((code) => !told.has(code))).toEqual(['expires', 'times_out', 'still_ending']);
  });
});

const codesOf = (facts: ExplainFacts): ReasonCode[] => explain(facts).reasons.map(({ code }) => code);

describe('further reasons', () => {
  it('are all that stand in the way, not only the first', () => {
    const facts = waits(
      { runAt: ago(-60), expiresAt: ago(-90) },
      { control: { ...calm.control, ...pause }, ...withQueue(pause), workers: [] },
    );
    expect(codesOf(facts)).toEqual(['all_paused', 'queue_paused', 'not_due', 'no_worker', 'expires']);
  });

  it('leave out its turn while something else stands in the way', () => {
    const full = withQueue({ ...pause, concurrencyLimit: 1, live: 1 });
    expect(codesOf(waits({}, full))).toEqual(['queue_paused']);
  });

  it('say what a cancel waits for', () => {
    const facts = runs({ workerId: 'gone' }, { clusters: [away] });
    expect(codesOf({ ...facts, task: { ...facts.task, cancelRequestedAt: ago(1) } })).toEqual([
      'cancel_requested',
      'worker_gone',
      'cluster_unreachable',
      'running',
    ]);
  });

  it('tell of a timeout, and of a place that is still held', () => {
    const facts = runs({});
    const timed = explain({ ...facts, task: { ...facts.task, timeoutSeconds: 60 } }).reasons[1];
    expect(timed).toMatchObject({ code: 'times_out', time: { kind: 'until', at: ago(-52) } });
    expect(codesOf(ended({}, { releasedAt: null }))).toEqual(['failed', 'still_ending']);
  });
});

describe('a cluster stands in the way', () => {
  const other = { ...cluster, address: 'http://other:8265' };

  it('only when no able worker has a better one', () => {
    const workers = [worker, { ...worker, id: 'w2', rayAddress: other.address }];
    expect(codesOf(waits({}, { workers, clusters: [away, other] }))).toEqual(['in_line']);
    expect(codesOf(waits({}, { workers, clusters: [away, { ...other, drained: true }] }))).toEqual([
      'cluster_unreachable',
      'cluster_drained',
    ]);
  });

  it('of no task that runs without Ray, and not before somebody has looked at it', () => {
    const workers = [{ ...worker, runners: ['local', 'ray_job'] }];
    expect(codesOf(waits({ runner: 'local' }, { workers, clusters: [away] }))).toEqual(['in_line']);
    expect(codesOf(waits({}, { clusters: [] }))).toEqual(['in_line']);
  });
});

const date = fc.integer({ min: -1_000, max: 1_000 }).map(ago);
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null });
const count = fc.integer({ min: 0, max: 12 });
const paused = {
  paused: fc.boolean(),
  pausedBy: maybe(fc.constant('user:ada')),
  pausedReason: maybe(fc.constantFrom('', 'a migration')),
  pausedAt: maybe(date),
};
const resources = fc.record({ numCpus: count, numGpus: count }, { requiredKeys: [] });

const anyFacts: fc.Arbitrary<ExplainFacts> = fc.record({
  now: fc.constant(now),
  task: fc.record({
    ...Object.fromEntries(Object.entries(task).map(([name, value]) => [name, fc.constant(value)])),
    state: fc.constantFrom(...taskStates),
    runAt: date,
    expiresAt: maybe(date),
    cancelRequestedAt: maybe(date),
    parked: fc.boolean(),
    failures: count,
    losses: count,
    attemptCount: count,
    runner: fc.constantFrom(...runnerNames),
    timeoutSeconds: maybe(count),
    resources,
  }) as fc.Arbitrary<TaskFacts>,
  queue: maybe(
    fc.record({
      ...paused,
      concurrencyLimit: maybe(count),
      keyLimit: maybe(count),
      rate: maybe(fc.constant({ tasks: 1, seconds: 2 })),
      maxPending: maybe(count),
      live: count,
      keyLive: count,
      tokens: maybe(fc.double({ min: 0, max: 2, noNaN: true })),
      pending: count,
      holders: fc.constant([]),
      ahead: maybe(count),
    }),
  ),
  control: fc.record({ ...paused, concurrencyLimit: maybe(count), live: count }),
  workers: fc.array(
    fc.record({
      id: fc.constantFrom('w1', 'w2'),
      queues: fc.constantFrom(['*'], ['mail'], ['gpu']),
      runners: fc.constantFrom(['local'], ['ray_job'], ['local', 'ray_job']),
      rayAddress: fc.constantFrom(ray, 'http://other:8265', null),
      concurrency: count,
      held: count,
      drained: fc.boolean(),
    }),
  ),
  clusters: fc.array(
    fc.record({
      ...Object.fromEntries(Object.entries(cluster).map(([name, value]) => [name, fc.constant(value)])),
      reachable: fc.boolean(),
      drained: fc.boolean(),
      nodes: maybe(fc.array(fc.constant(node))),
    }) as fc.Arbitrary<ClusterFacts>,
    { maxLength: 1 },
  ),
  attempt: maybe(
    fc.record({
      ...Object.fromEntries(Object.entries(attempt).map(([name, value]) => [name, fc.constant(value)])),
      state: fc.constantFrom(...attemptStates),
      startedAt: maybe(date),
      lastHeartbeatAt: maybe(date),
      finishedAt: maybe(date),
      releasedAt: maybe(date),
      workerId: fc.constantFrom('w1', 'w2', 'gone'),
      hasSetupLog: fc.boolean(),
    }) as fc.Arbitrary<AttemptFact>,
  ),
  events: fc.array(fc.constantFrom(event('canceled', null), event('given_up', 'why', 'a1'), event('expired', null))),
  stuckSeconds: fc.integer({ min: 1, max: 600 }),
});

describe('whatever the facts are', () => {
  it('there is a reason, each once, in whole sentences', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { reasons } = explain(facts);
        expect(reasons.length).toBeGreaterThan(0);
        for (const { text } of reasons) expect(text).toMatch(/^[\p{Lu}].*\.$/su);
        for (const { text } of reasons) expect(text).not.toMatch(/undefined|null|NaN|Infinity/);
      }),
    );
  });

  it('a paused queue is always told of, and only what is queued misses a worker', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const codes = codesOf(facts);
        const isPaused = facts.task.state === 'QUEUED' && (facts.control.paused || facts.queue?.paused === true);
        expect(codes.some((code) => code.endsWith('_paused'))).toBe(isPaused);
        const isMissed = codes.some((code) => code.startsWith('no_worker'));
        expect(isMissed && facts.task.state !== 'QUEUED').toBe(false);
      }),
    );
  });

  it('a task that can run now is told so only when nothing stands in its way', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const codes = codesOf(facts);
        if (!codes.includes('in_line')) return;
        expect(codes.filter((code) => code !== 'expires')).toEqual(['in_line']);
        expect(facts.task.runAt.getTime()).toBeLessThanOrEqual(now.getTime());
        expect(facts.control.paused || facts.queue === null || facts.queue.paused).toBe(false);
      }),
    );
  });
});
