import { endLease, newWorker, testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { endLeadership, takeLeadership } from './take-leadership.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
beforeEach(() => db.pool.query('TRUNCATE raydeck.leader'));
afterAll(() => db.close());

const take = async (workerId: string, seconds = 60) =>
  (await db.run(takeLeadership, [['database', 'ray:a'], workerId, seconds])).map(({ name }) => name).toSorted();

it('one worker leads, and goes on leading', async () => {
  const [one, other] = [await newWorker(db), await newWorker(db)];
  expect(await take(one)).toEqual(['database', 'ray:a']);
  expect(await take(other)).toEqual([]);
  expect(await take(one)).toEqual(['database', 'ray:a']);
});

it('of many at once, one', async () => {
  const workers = await Promise.all(Array.from({ length: 8 }, () => newWorker(db)));
  const taken = await Promise.all(workers.map((worker) => take(worker)));
  expect(taken.flat().toSorted()).toEqual(['database', 'ray:a']);
});

it('another one takes over when its time is over, or when it ends in order', async () => {
  const [one, other] = [await newWorker(db), await newWorker(db)];
  await take(one, -1);
  expect(await take(other)).toEqual(['database', 'ray:a']);
  await db.run(endLeadership, [other]);
  expect(await take(one)).toEqual(['database', 'ray:a']);
});

it('a worker whose lease is over leads nothing', async () => {
  const worker = await newWorker(db);
  await endLease(db, worker);
  expect(await take(worker)).toEqual([]);
});
