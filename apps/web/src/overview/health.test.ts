import type { ClusterModel } from '@raydeck/db';
import type { QueueSummary, WorkerSummary } from '@raydeck/services';
import { expect, it } from 'vitest';
import { findingsOf } from './health.ts';

const now = Date.parse('2026-11-20T12:00:00Z');
const worker = {
  name: 'a',
  isLive: true,
  queues: ['*'],
  concurrency: 4,
  held: { count: 0 },
  rayAddress: 'http://ray',
  lastSeenAt: new Date(now),
  drainedAt: null,
} as unknown as WorkerSummary;
const queue = {
  name: 'default',
  paused: false,
  due: { count: 3, isCapped: false },
  live: null,
  oldestDueAt: new Date(now - 90_000),
} as unknown as QueueSummary;
const away = {
  address: 'http://ray',
  reachable: false,
  error: 'refused',
  reachableAt: new Date(now - 9_000),
} as unknown as ClusterModel;

const control = { paused: false, pausedBy: null, pausedReason: null, pausedAt: null };

function titles(facts: Partial<Parameters<typeof findingsOf>[0]>): string[] {
  return findingsOf({ workers: [worker], clusters: [], queues: [], control, flow: null, now, ...facts }).map(
    ({ title }) => title,
  );
}

it('finds nothing while all is well', () => {
  expect(titles({ queues: [{ ...queue, oldestDueAt: new Date(now - 1_000) }] })).toEqual([]);
});

it('names the one cause when no worker is alive, not each queue that suffers from it', () => {
  expect(titles({ workers: [{ ...worker, isLive: false }], queues: [queue] })).toEqual(['No worker is alive']);
});

it('says that workers are drained, where others would take what is due', () => {
  const drained = { ...worker, drainedAt: new Date(now) };
  expect(titles({ workers: [drained], queues: [queue] })).toEqual(['Each live worker of queue default is drained']);
  expect(titles({ workers: [drained, worker], queues: [queue] })).toEqual(['Queue default falls behind']);
});

it('names a cluster that live workers miss, and forgets one that nobody uses', () => {
  expect(titles({ clusters: [away] })).toEqual(['Ray does not answer at http://ray']);
  expect(titles({ clusters: [{ ...away, address: 'http://old' }] })).toEqual([]);
});

it('tells a queue that nobody serves from one whose workers are full and one that falls behind', () => {
  expect(titles({ queues: [queue], workers: [{ ...worker, queues: ['gpu'] }] })).toEqual([
    'No live worker serves queue default',
  ]);
  expect(titles({ queues: [queue], workers: [{ ...worker, concurrency: 0 }] })).toEqual([
    'Workers of queue default are full',
  ]);
  expect(titles({ queues: [queue] })).toEqual(['Queue default falls behind']);
});

it('says that all queues are paused, and that a cluster in use is drained', () => {
  const paused = { paused: true, pausedBy: 'user:ada', pausedReason: 'the lake is full', pausedAt: new Date(now) };
  expect(titles({ control: paused })).toEqual(['All queues are paused']);
  const drained = { ...away, reachable: true, drained: true };
  expect(titles({ clusters: [drained, { ...drained, address: 'http://old' }] })).toEqual([
    'Ray at http://ray is drained',
  ]);
});

it('says nothing of a paused queue that keeps no task from running', () => {
  expect(titles({ queues: [{ ...queue, paused: true, due: { count: 0, isCapped: false } }] })).toEqual([]);
});

it('names a limit where one holds', () => {
  const [finding] = findingsOf({
    workers: [worker],
    clusters: [],
    queues: [{ ...queue, live: 4 }],
    control,
    flow: null,
    now,
  });
  expect(finding?.detail).toContain('a limit holds them back');
});

it('puts what is broken before what somebody chose', () => {
  const paused = {
    ...queue,
    name: 'reports',
    paused: true,
    pausedBy: 'user:ada',
    pausedReason: 'x',
    pausedAt: new Date(now),
  };
  expect(titles({ queues: [paused, queue], clusters: [away] })).toEqual([
    'Ray does not answer at http://ray',
    'Queue default falls behind',
    'Queue reports is paused',
  ]);
});

it('says that the backlog grows when much more comes than ends, and much is due', () => {
  const queues = [{ ...queue, due: { count: 500, isCapped: false }, oldestDueAt: new Date(now - 1_000) }];
  const flow = { enqueued: 1_204, finished: 310, minutes: 15 };
  expect(titles({ queues, flow })).toEqual(['The backlog grows']);
  expect(titles({ queues, flow: { ...flow, finished: 1_100 } })).toEqual([]);
  expect(titles({ queues: [{ ...queue, oldestDueAt: new Date(now - 1_000) }], flow })).toEqual([]);
});
