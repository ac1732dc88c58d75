import { expect, test } from 'vitest';
import { laneOf, type LaneSettings } from './lane-of.ts';

const settings: LaneSettings = {
  minActors: 0,
  maxActors: 8,
  idleSeconds: 60,
  maxCoroutines: 20,
  maxTasks: 100,
  maxMemoryBytes: 1_000_000,
  common: {
    heartbeatSeconds: 5,
    silenceLimitSeconds: 60,
    resultLimitBytes: 1,
    resultUploadLimitBytes: 1,
    logTailLimitBytes: 1,
    logLimitBytes: 1,
  },
};

test('tasks with a process of their own have a lane of their own', () => {
  const [shared, own] = [laneOf(null, {}, settings), laneOf(null, { isolation: 'process' }, settings)];
  expect(own.key).not.toBe(shared.key);
  expect(own.spec.resources).toEqual({ isolation: 'process' });
});

test('what is asked for otherwise makes lanes within each isolation', () => {
  const keys = [{}, { numCpus: 1 }, { isolation: 'process' }, { isolation: 'process', numCpus: 1 }] as const;
  expect(new Set(keys.map((resources) => laneOf(null, resources, settings).key)).size).toBe(4);
});

test('to ask for a shared process is to ask for nothing', () => {
  expect(laneOf(null, { isolation: 'actor' }, settings)).toEqual(laneOf(null, {}, settings));
});

test('actors that run no task themselves are not replaced after so many', () => {
  expect(laneOf(null, {}, settings).spec).toMatchObject({ maxTasks: 100, maxMemoryBytes: 1_000_000 });
  expect(laneOf(null, { isolation: 'process' }, settings).spec).toMatchObject({ maxTasks: 0, maxMemoryBytes: 0 });
});
