import type { TaskDetail, WorkerSummary } from '@raydeck/services';
import { describe, expect, it } from 'vitest';
import { explainTask, type Surroundings } from './explain-task.ts';

const now = Date.parse('2026-11-20T12:00:00Z');
const ago = (seconds: number) => new Date(now - seconds * 1_000);

const worker = {
  id: 'w1',
  isLive: true,
  queues: ['*'],
  runners: ['ray_job'],
  rayAddress: 'http://ray:8265',
  concurrency: 4,
  held: { count: 1, isCapped: false },
} as unknown as WorkerSummary;

const calm: Surroundings = { queue: null, control: null, workers: [worker], clusters: [], now, stuckSeconds: 300 };

const open = {
  paused: false,
  pausedBy: null,
  pausedReason: null,
  pausedAt: null,
  concurrencyLimit: null,
  keyLimit: null,
  rate: null,
  maxPending: null,
  live: null,
};

const going = { paused: false, pausedBy: null, pausedReason: null, pausedAt: null };

/** Only what the explanation reads. */
function task(columns: object, attempts: object[] = [], events: object[] = []): TaskDetail {
  const defaults = {
    state: 'QUEUED',
    queue: 'default',
    runAt: ago(5),
    failures: 0,
    losses: 0,
    attemptCount: 0,
    cancelRequestedAt: null,
  };
  return {
    task: { ...defaults, ...columns },
    attempts,
    events,
    effective: { runner: { value: 'ray_job', origin: 'setting' } },
  } as unknown as TaskDetail;
}

const explained = (detail: TaskDetail, around: Partial<Surroundings> = {}) =>
  explainTask(detail, { ...calm, ...around })?.text ?? '';

describe('a queued task says', () => {
  it('who paused its queue and why, before anything else', () => {
    const queue = { ...open, paused: true, pausedBy: 'user:ada', pausedReason: 'migration', pausedAt: ago(60) };
    expect(explained(task({ runAt: ago(-60) }), { queue, workers: [] })).toContain('paused by user:ada: “migration”');
  });

  it('who paused all queues and why', () => {
    const pause = { paused: true, pausedBy: 'user:ada', pausedReason: 'the lake is full', pausedAt: ago(60) };
    const control = { concurrencyLimit: null, live: null, ...pause };
    expect(explained(task({}), { control })).toContain('All queues were paused by user:ada: “the lake is full”');
  });

  it('that its cluster is drained', () => {
    const cluster = { address: 'http://ray:8265', reachable: true, error: null, reachableAt: null };
    const told = (drained: boolean) => explained(task({}), { clusters: [{ ...cluster, drained, snapshot: null }] });
    expect([told(true), told(false)]).toEqual([
      expect.stringContaining('drained'),
      expect.not.stringContaining('drained'),
    ]);
  });

  it('that it is not due, or backs off', () => {
    expect(explained(task({ runAt: ago(-60) }))).toMatch(/^Not due yet/);
    expect(explained(task({ runAt: ago(-60), failures: 1, attemptCount: 1 }))).toMatch(/^Backing off after attempt 1/);
    const snoozed = { number: 2, errorClass: 'Snoozed' };
    expect(explained(task({ runAt: ago(-60), failures: 1, attemptCount: 2 }, [snoozed]))).toMatch(
      /^It snoozed at attempt 2/,
    );
  });

  it('that no live worker could take it: none, none of its queue, none with its runner', () => {
    expect(explained(task({}), { workers: [{ ...worker, isLive: false }] })).toContain('no worker is alive');
    expect(explained(task({}), { workers: [{ ...worker, queues: ['gpu'] }] })).toContain('serves queue default');
    expect(explained(task({}), { workers: [{ ...worker, runners: ['local'] }] })).toContain('runner ray_job');
  });

  it('that Ray is away, or that every worker is full', () => {
    const away = { address: 'http://ray:8265', reachable: false, drained: false, error: null, reachableAt: null };
    const clusters = [{ ...away, snapshot: null }];
    expect(explained(task({}), { clusters })).toContain('Ray does not answer');
    expect(explained(task({}), { workers: [{ ...worker, held: { count: 4, isCapped: false } }] })).toContain('full');
    expect(explained(task({}))).toContain('the next look of a worker takes it');
  });
});

describe('a task that waits for a limit says', () => {
  it('which one: its key, its queue, all queues, the rate, the pending ones', () => {
    const parked = task({ parked: true, concurrencyKey: 'customer-7' });
    expect(explained(parked, { queue: { ...open, keyLimit: 2 } })).toContain('key “customer-7”, which has 2');
    const due = task({ parked: false });
    expect(explained(due, { queue: { ...open, concurrencyLimit: 5, live: 5 } })).toContain('5 of 5 run');
    expect(explained(due, { queue: { ...open, concurrencyLimit: 5, live: 4 } })).toContain('the next look');
    expect(explained(due, { control: { ...going, concurrencyLimit: 9, live: 9 } })).toContain('over all queues');
    expect(explained(due, { queue: { ...open, rate: { tasks: 3, seconds: 60 } } })).toContain('3 in 60 s');
    expect(explained(due, { queue: { ...open, maxPending: 1 } })).toContain('waiting for a start');
  });
});

describe('a running task says', () => {
  const attempt = {
    number: 1,
    state: 'RUNNING',
    workerId: 'w1',
    runner: 'ray_job',
    submittedAt: ago(9),
    startedAt: ago(8),
    lastHeartbeatAt: ago(2),
  };

  it('that a cancel was asked', () => {
    expect(explained(task({ state: 'RUNNING', cancelRequestedAt: ago(1) }, [attempt]))).toMatch(/^Cancel was asked/);
  });

  it('that its worker is gone, that Ray has not started it, that it is silent, or that it runs', () => {
    const running = (change: object) => task({ state: 'RUNNING' }, [{ ...attempt, ...change }]);
    expect(explained(running({ workerId: 'gone' }))).toContain('another one will adopt');
    expect(explained(running({ state: 'SUBMITTED', startedAt: null }))).toContain('Ray has not started it');
    expect(explained(running({ lastHeartbeatAt: ago(200) }))).toContain('silent');
    expect(explained(running({}))).toMatch(/^Attempt 1 runs/);
  });

  it('what it asks for that no node of its cluster has, or that the nodes which have it are full', () => {
    const submitted = { ...attempt, state: 'SUBMITTED', startedAt: null, rayAddress: 'http://ray:8265' };
    const asking = (resources: object) => task({ state: 'RUNNING', resources }, [submitted]);
    const nodes = [{ id: 'a', cpu: 2, usedCpu: 1.5, gpu: 1 }];
    const cluster = { address: 'http://ray:8265', reachable: true, drained: false, error: null, reachableAt: ago(1) };
    const clusters = [{ ...cluster, snapshot: { nodes } }];
    expect(explainTask(asking({ numGpus: 64 }), { ...calm, clusters })).toMatchObject({
      tone: 'stuck',
      text: expect.stringContaining('It asks for 64 GPUs; the largest node has 1 GPU.'),
    });
    expect(explainTask(asking({ numCpus: 1 }), { ...calm, clusters })).toMatchObject({
      tone: 'waiting',
      text: expect.stringContaining('no room left now'),
    });
    expect(explained(asking({ numGpus: 1 }), { clusters })).toContain('Ray has not started it');
    expect(explained(asking({ numGpus: 64 }), { clusters: [{ ...cluster, snapshot: null }] })).toContain('Ray has not');
  });
});

describe('a task that is over', () => {
  it('names who canceled it and why', () => {
    const events = [{ kind: 'canceled', actor: 'user:ada', reason: 'wrong day' }];
    expect(explained(task({ state: 'CANCELED' }, [], events))).toBe('Canceled by user:ada: “wrong day”.');
  });

  it('says why it was not retried', () => {
    const events = [{ kind: 'given_up', attemptId: 'a1', reason: 'shop.Refused, giveUpOn has shop.Refused' }];
    const detail = task({ state: 'FAILED', attemptCount: 1 }, [{ id: 'a1' }], events);
    expect(explained(detail)).toBe('It failed and was not retried: shop.Refused, giveUpOn has shop.Refused.');
    expect(explained(task({ state: 'FAILED', attemptCount: 2 }, [{ id: 'a2' }], events))).toMatch(/after 2 attempts/);
  });

  it('needs no words when it succeeded', () => {
    expect(explainTask(task({ state: 'SUCCEEDED' }), calm)).toBeNull();
  });
});
