import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attemptStates } from '../attempt-state.ts';
import { runnerNames } from '../runner.ts';
import { taskStates } from '../task-state.ts';
import { explain } from './explain.ts';
import { ago, attempt, cluster, codesOf, event, node, now, ray, task } from './explain.fixture.ts';
import type { AttemptFact, ClusterFacts, ExplainFacts, TaskFacts } from './facts.ts';

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
