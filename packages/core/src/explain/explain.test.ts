import { describe, expect, it } from 'vitest';
import { explain } from './explain.ts';
import {
  ago,
  attempt,
  away,
  calm,
  cluster,
  codesOf,
  ended,
  event,
  holders,
  node,
  pause,
  going,
  runs,
  submitted,
  task,
  waits,
  withQueue,
  worker,
} from './explain.fixture.ts';
import type { ExplainFacts } from './facts.ts';
import { type ReasonCode, reasonCodes } from './reason.ts';

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
