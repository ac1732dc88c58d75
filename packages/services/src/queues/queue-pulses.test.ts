import { testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { contextOf, insertFinished, keyContext } from '../reading/fixtures.ts';
import { queuePulses } from './queue-pulses.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);

it('tells what each queue finished in the last half hour, the newest minute last, and a key what it reaches', async () => {
  await insertFinished(db, 'SUCCEEDED');
  await insertFinished(db, 'FAILED');
  await insertFinished(db, 'SUCCEEDED', { finished_at: ago(10) });
  await insertFinished(db, 'SUCCEEDED', { finished_at: ago(45) });
  await insertFinished(db, 'SUCCEEDED', { queue: 'hidden' });
  const pulses = await queuePulses(contextOf(db));
  const sum = (counts: readonly number[] = []) => counts.reduce((total, count) => total + count, 0);
  expect([...pulses.keys()].toSorted()).toEqual(['default', 'hidden']);
  expect(pulses.get('default')?.finished).toHaveLength(30);
  expect(sum(pulses.get('default')?.finished)).toBe(3);
  expect(sum(pulses.get('default')?.failed)).toBe(1);
  expect(sum(pulses.get('default')?.finished.slice(-3))).toBe(2);
  expect([...(await queuePulses(keyContext(db, { queues: ['default'] }))).keys()]).toEqual(['default']);
});
