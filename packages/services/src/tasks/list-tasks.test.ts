import { testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../context.ts';
import { contextOf, insertAttempt, insertFinished, insertTask, keyContext } from '../reading/fixtures.ts';
import { countTasksByState } from './count-tasks-by-state.ts';
import { listTasks, scanLimit } from './list-tasks.ts';
import type { TaskFilter } from './task-filter.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());
beforeEach(() => db.pool.query('TRUNCATE raydeck.task CASCADE'));

async function ids(context: Context, filter: TaskFilter, limit = 50): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listTasks(context, { filter, limit, cursor });
    found.push(...page.items.map((item) => item.id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return found;
}

async function insertMany(count: number, columns = `'shop.tasks.charge', 'default'`): Promise<void> {
  await db.pool.query(
    `INSERT INTO raydeck.task (callable, queue, created_by) SELECT ${columns}, 'user:x' FROM generate_series(1, ${count})`,
  );
}

describe('listTasks', () => {
  it('shows each task once over all pages, newest first, whatever the limit', async () => {
    await insertMany(23);
    const all = await ids(contextOf(db), {}, 200);
    expect(all).toEqual(all.toSorted().toReversed());
    expect(new Set(all).size).toBe(23);
    for (const limit of [1, 7, 23]) expect(await ids(contextOf(db), {}, limit)).toEqual(all);
  });

  it('keeps a page where it was while new tasks come in', async () => {
    await insertMany(4);
    const before = await ids(contextOf(db), {});
    const first = await listTasks(contextOf(db), { filter: {}, limit: 2 });
    await insertMany(3);
    const second = await listTasks(contextOf(db), { filter: {}, limit: 2, cursor: first.nextCursor ?? '' });
    expect([...first.items, ...second.items].map((item) => item.id)).toEqual(before);
  });

  it('filters by state, queue, exact callable, prefix, tag and time', async () => {
    await db.pool.query(`INSERT INTO raydeck.queue (name) VALUES ('mail') ON CONFLICT DO NOTHING`);
    const failed = (await insertFinished(db, 'FAILED')).taskId;
    const succeeded = (await insertFinished(db, 'SUCCEEDED')).taskId;
    const mail = await insertTask(db, { queue: 'mail', callable: 'mail.send', tags: ['vip', 'eu'] });
    const longer = await insertTask(db, { callable: 'mail.send.later' });
    const context = contextOf(db);
    expect(await ids(context, { state: 'FAILED' })).toEqual([failed]);
    expect(await ids(context, { state: 'SUCCEEDED' })).toEqual([succeeded]);
    expect(await ids(context, { queue: 'mail' })).toEqual([mail]);
    expect(await ids(context, { callable: 'mail.send' })).toEqual([mail]);
    expect(await ids(context, { callable: 'mail.' })).toEqual([longer, mail]);
    expect(await ids(context, { callable: 'mail.s_nd' })).toEqual([]);
    expect(await ids(context, { tag: 'vip' })).toEqual([mail]);
    const { items } = await listTasks(context, { filter: { callable: 'mail.send' }, limit: 1 });
    const at = items[0]?.createdAt ?? new Date(0);
    expect(await ids(context, { createdBefore: at })).toEqual([succeeded, failed]);
    expect(await ids(context, { createdAfter: new Date(at.getTime() + 1) })).not.toContain(mail);
    expect(await ids(context, { createdAfter: new Date(at.getTime() - 1), queue: 'mail' })).toEqual([mail]);
  });

  it('looks at a bounded number of rows a page, says so, and finds the rest on the next one', async () => {
    const rare = await insertTask(db, { callable: 'rare.task' });
    await insertMany(scanLimit);
    const first = await listTasks(contextOf(db), { filter: { callable: 'rare.task' }, limit: 10 });
    expect(first).toMatchObject({ items: [], isPartial: true });
    const second = await listTasks(contextOf(db), {
      filter: { callable: 'rare.task' },
      limit: 10,
      cursor: first.nextCursor ?? '',
    });
    expect(second).toMatchObject({ items: [{ id: rare }], isPartial: false, nextCursor: null });
  });

  it('shows SUCCEEDED tasks at once behind a backlog of younger ones', async () => {
    const { taskId } = await insertFinished(db, 'SUCCEEDED');
    await insertMany(scanLimit);
    const page = await listTasks(contextOf(db), { filter: { state: 'SUCCEEDED' }, limit: 10 });
    expect(page).toMatchObject({ items: [{ id: taskId }], isPartial: false });
  });

  it('shows what the last attempt says, not an earlier one', async () => {
    const taskId = await insertTask(db, { state: 'RUNNING', attempt_count: 2 });
    await insertAttempt(db, taskId, {
      number: 1,
      state: 'FAILED',
      finished_at: new Date(),
      error_class: 'builtins.ValueError',
    });
    const last = await insertAttempt(db, taskId, {
      number: 2,
      ray_job_id: 'rd-x',
      progress: { current: 1, total: 2, message: 'm' },
    });
    const { items } = await listTasks(contextOf(db), { filter: {}, limit: 1 });
    expect(items[0]).toMatchObject({
      lastAttemptId: last,
      attemptState: 'RUNNING',
      errorClass: null,
      rayJobId: 'rd-x',
    });
    expect(items[0]?.progress).toEqual({ current: 1, total: 2, message: 'm' });
  });

  it('shows no words of user code without payload permission', async () => {
    await insertFinished(
      db,
      'FAILED',
      {},
      { error_class: 'shop.Refused', error_message: 'card 4711', progress: { current: 1, message: 'card 4711' } },
    );
    const page = await listTasks(contextOf(db, { canViewPayload: false }), { filter: {}, limit: 1 });
    expect(page.items[0]).toMatchObject({ errorClass: 'shop.Refused', errorMessage: null });
    expect(JSON.stringify(page)).not.toContain('4711');
  });

  it('shows a key only what it reaches, in lists and counts', async () => {
    const seen = await insertTask(db, { callable: 'mail.send' });
    await insertTask(db, { callable: 'mailer.send' });
    await insertTask(db, { callable: 'mail.send', queue: 'other' });
    const context = keyContext(db, { queues: ['default'], callables: ['mail'] });
    expect(await ids(context, {})).toEqual([seen]);
    expect((await countTasksByState(context, {})).QUEUED).toEqual({ count: 1, isCapped: false });
  });

  it('is forbidden for a key without the scope', async () => {
    const listing = listTasks(keyContext(db, { scopes: ['tasks:write'] }), { filter: {}, limit: 1 });
    await expect(listing).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('countTasksByState', () => {
  it('counts each state exactly below the limit and stops above it', async () => {
    await insertFinished(db, 'FAILED');
    await insertMany(10_001);
    const counts = await countTasksByState(contextOf(db), {});
    expect(counts.FAILED).toEqual({ count: 1, isCapped: false });
    expect(counts.QUEUED).toEqual({ count: 10_000, isCapped: true });
    expect(counts.SUCCEEDED).toEqual({ count: 0, isCapped: false });
  });

  it('counts by the same filter as the list', async () => {
    await insertMany(3);
    await insertMany(2, `'mail.send', 'default'`);
    expect((await countTasksByState(contextOf(db), { callable: 'mail.' })).QUEUED).toEqual({
      count: 2,
      isCapped: false,
    });
  });
});
