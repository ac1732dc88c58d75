import { testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { contextOf, insertFinished, insertTask, keyContext } from '../reading/fixtures.ts';
import { getHistory, runsShown } from './get-history.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

it('has the newest runs of a callable and of no other, and a last success that is older than all of them', async () => {
  const callable = 'shop.report';
  const { taskId } = await insertFinished(db, 'SUCCEEDED', { callable });
  await insertTask(db, { callable: 'shop.report.other' });
  const { rows } = await db.pool.query<{ id: string }>(
    `INSERT INTO raydeck.task (callable, queue, created_by)
    SELECT $1, 'default', 'user:x' FROM generate_series(1, $2) RETURNING id`,
    [callable, runsShown],
  );
  const { runs, lastSuccess, isPartial } = await getHistory(contextOf(db), callable);
  expect(runs.map(({ id }) => id)).toEqual(rows.map(({ id }) => id).toReversed());
  expect(lastSuccess?.id).toBe(taskId);
  expect(isPartial).toBe(false);
});

it('leaves out what a key does not reach', async () => {
  const callable = 'shop.secret';
  await insertFinished(db, 'SUCCEEDED', { callable, queue: 'hidden' });
  expect(await getHistory(keyContext(db, { queues: ['default'] }), callable)).toEqual({
    runs: [],
    lastSuccess: null,
    isPartial: false,
  });
});
