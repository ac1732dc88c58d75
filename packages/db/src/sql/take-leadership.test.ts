import { endLease, newWorker, testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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

describe('whoever leads is told what waits', () => {
  const waiting = async () => {
    const [held] = await db.run(takeLeadership, [['database'], await newWorker(db), -1]);
    return held?.errands;
  };

  it.each([
    ['nothing', '', []],
    [
      'a task that expired',
      `INSERT INTO raydeck.task (callable, queue, created_by, expires_at)
        VALUES ('a.b', 'default', 'x', clock_timestamp() - interval '1 second')`,
      ['expiry'],
    ],
    ['a run of retention', `INSERT INTO raydeck.retention_run (requested_by) VALUES ('x')`, ['retention']],
    [
      'output that is to be fetched',
      `WITH t AS (INSERT INTO raydeck.task (callable, queue, created_by, state, started_at, attempt_count)
          VALUES ('a.b', 'default', 'x', 'RUNNING', clock_timestamp(), 1) RETURNING id)
        INSERT INTO raydeck.attempt (task_id, number, runner, worker_id, log_wanted)
        SELECT id, 1, 'ray_job', raydeck.uuid_v7(), true FROM t`,
      ['logs'],
    ],
  ])('%s', async (_what, text, errands) => {
    await db.pool.query('TRUNCATE raydeck.task, raydeck.retention_run CASCADE');
    if (text) await db.pool.query(text);
    expect(await waiting()).toEqual(errands);
  });

  it('an operation on many tasks, until it is handed over', async () => {
    await db.pool.query('TRUNCATE raydeck.task, raydeck.retention_run CASCADE');
    await db.pool
      .query(`INSERT INTO raydeck.bulk_operation (action, change, created_by, requester, reason, per_second, total)
      VALUES ('cancel', '{}', 'x', '{}', 'why', 10, 1)`);
    expect(await waiting()).toEqual(['bulk']);
    await db.pool.query('UPDATE raydeck.bulk_operation SET queued_at = clock_timestamp()');
    expect(await waiting()).toEqual([]);
  });
});
