import { testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { contextOf, insertAttempt, insertFinished, insertTask, keyContext } from '../reading/fixtures.ts';
import { getNeighbours } from './get-neighbours.ts';
import { listTasks } from './list-tasks.ts';
import { scanLimit } from './task-conditions.ts';
import type { TaskFilter } from './task-filter.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());
beforeEach(() => db.pool.query('TRUNCATE raydeck.task CASCADE'));

const end = { id: null, isUnknown: false };

/** Walks the list both ways by neighbours alone; each way must be the list's own order. */
async function expectWalks(filter: TaskFilter): Promise<void> {
  const context = contextOf(db);
  const { items } = await listTasks(context, { filter, limit: 100 });
  const ids = items.map(({ id }) => id);
  expect(ids.length).toBeGreaterThan(1);
  for (const [at, id] of ids.entries()) {
    const { newer, older } = await getNeighbours(context, { filter, id, budgetMs: 60_000 });
    expect(newer).toEqual({ ...end, id: ids[at - 1] ?? null });
    expect(older).toEqual({ ...end, id: ids[at + 1] ?? null });
  }
}

describe('getNeighbours', () => {
  it('finds the rows above and below in the list’s own order, and nothing beyond its ends', async () => {
    for (let each = 0; each < 3; each += 1) {
      await insertTask(db, { queue: each === 1 ? 'other' : 'default', tags: ['t'] });
      await insertFinished(
        db,
        'FAILED',
        { tags: ['t'] },
        { error_class: 'shop.Refused', error_message: 'card refused' },
      );
    }
    await expectWalks({});
    await expectWalks({ state: 'FAILED' });
    await expectWalks({ queue: 'default' });
    await expectWalks({ tag: 't' });
    await expectWalks({ errorClass: 'shop.Refused' });
    await expectWalks({ text: 'refused', state: 'FAILED' });
    await expectWalks({ createdAfter: new Date(0), state: 'FAILED' });
    await expectWalks({ finishedAfter: new Date(0) });
  });

  it('goes by the last attempt, in both directions', async () => {
    const failed = { error_class: 'shop.Refused' };
    const first = (await insertFinished(db, 'FAILED', {}, failed)).taskId;
    const retried = await insertTask(db, { state: 'SUCCEEDED', finished_at: new Date(), attempt_count: 2 });
    await insertAttempt(db, retried, { ...failed, number: 1, state: 'FAILED', finished_at: new Date() });
    await insertAttempt(db, retried, { number: 2, state: 'SUCCEEDED', finished_at: new Date() });
    const last = (await insertFinished(db, 'FAILED', {}, failed)).taskId;
    const filter = { errorClass: 'shop.Refused' };
    expect((await getNeighbours(contextOf(db), { filter, id: first })).newer.id).toBe(last);
    expect((await getNeighbours(contextOf(db), { filter, id: last })).older.id).toBe(first);
  });

  it('knows the place of a task that has left the list, and stays within a key’s reach', async () => {
    const below = await insertTask(db);
    const left = (await insertFinished(db, 'FAILED')).taskId;
    const hidden = await insertTask(db, { queue: 'hidden' });
    const above = await insertTask(db);
    const asked = { filter: { state: 'QUEUED' as const }, id: left };
    expect(await getNeighbours(contextOf(db), asked)).toEqual({
      newer: { ...end, id: hidden },
      older: { ...end, id: below },
    });
    const { newer } = await getNeighbours(keyContext(db, { queues: ['default'] }), asked);
    expect(newer.id).toBe(above);
  });

  it('says when it ran out of time, instead of calling it the end', async () => {
    const rare = await insertTask(db, { callable: 'rare.task' });
    await db.pool.query(
      `INSERT INTO raydeck.task (callable, queue, created_by) SELECT 'a.b', 'default', 'user:x' FROM generate_series(1, ${scanLimit + 1})`,
    );
    const top = await insertTask(db, { callable: 'rare.task' });
    const filter = { callable: 'rare.task' };
    const hasty = await getNeighbours(contextOf(db), { filter, id: top, budgetMs: 0 });
    expect(hasty).toEqual({ newer: end, older: { id: null, isUnknown: true } });
    const upwards = await getNeighbours(contextOf(db), { filter, id: rare, budgetMs: 0 });
    expect(upwards).toEqual({ newer: { id: null, isUnknown: true }, older: end });
    const patient = await getNeighbours(contextOf(db), { filter, id: rare, budgetMs: 60_000 });
    expect(patient.newer).toEqual({ ...end, id: top });
  });

  it('does not search words without payload permission', async () => {
    const asked = { filter: { text: 'secret' }, id: '00000000-0000-7000-8000-000000000000' };
    const context = contextOf(db, { canViewPayload: false });
    await expect(getNeighbours(context, asked)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});
