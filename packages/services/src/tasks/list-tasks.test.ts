import { testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { contextOf, insertAttempt, insertFinished, insertTask, keyContext } from '../reading/fixtures.ts';
import { countTasksByState } from './count-tasks-by-state.ts';
import { listTasks, scanLimit } from './list-tasks.ts';
import type { TaskFilter } from './task-filter.ts';
import { tasksInReach } from './tasks-in-reach.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());
beforeEach(() => db.pool.query('TRUNCATE raydeck.task CASCADE'));

async function ids(context: ReturnType<typeof contextOf>, filter: TaskFilter, limit = 50): Promise<string[]> {
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

  it('filters by creator, profile and runner, as the task or its queue wants them', async () => {
    await db.pool.query(
      `INSERT INTO raydeck.queue (name, runner, profile) VALUES ('quick', 'local', 'small') ON CONFLICT DO NOTHING`,
    );
    const plain = await insertTask(db, { created_by: 'key:ci/abcdefghij' });
    const wished = await insertTask(db, { runner: 'local', profile: 'large' });
    const queued = await insertTask(db, { queue: 'quick' });
    const ran = (await insertFinished(db, 'FAILED', { runner: 'local' }, { runner: 'ray_job' })).taskId;
    const context = contextOf(db);
    expect(await ids(context, { createdBy: 'key:ci/abcdefghij' })).toEqual([plain]);
    expect(await ids(context, { profile: 'large' })).toEqual([wished]);
    expect(await ids(context, { profile: 'small' })).toEqual([queued]);
    expect(await ids(context, { runner: 'local' })).toEqual([queued, wished]);
    expect(await ids(context, { runner: 'ray_job' })).toEqual([ran, plain]);
  });

  it('filters by what the last attempt says', async () => {
    const retried = await insertTask(db, { state: 'RUNNING', attempt_count: 2 });
    const first = { state: 'FAILED', finished_at: new Date(), error_class: 'shop.Refused', ray_node_id: 'n1' };
    await insertAttempt(db, retried, { number: 1, ...first });
    await insertAttempt(db, retried, { number: 2, ray_node_id: 'n2' });
    const failed = (await insertFinished(db, 'FAILED', {}, { error_class: 'shop.Refused', ray_node_id: 'n1' })).taskId;
    await insertTask(db);
    const context = contextOf(db);
    expect(await ids(context, { errorClass: 'shop.Refused' })).toEqual([failed]);
    expect(await ids(context, { node: 'n1' })).toEqual([failed]);
    expect(await ids(context, { node: 'n2' })).toEqual([retried]);
    expect(await ids(context, { attemptState: 'RUNNING' })).toEqual([retried]);
    expect(await ids(context, { attemptState: 'FAILED', errorClass: 'shop.Refused', node: 'n1' })).toEqual([failed]);
    expect(await ids(context, { attemptState: 'FAILED', node: 'n2' })).toEqual([]);
  });

  it('finds the task of a Ray job by any of its attempts, and nothing for what only looks like one', async () => {
    const { taskId, attemptId } = await insertFinished(db, 'FAILED');
    await insertTask(db);
    const name = `rd-0123456789-${attemptId}`;
    await db.pool.query('UPDATE raydeck.attempt SET ray_job_id = $1 WHERE id = $2', [name, attemptId]);
    const context = contextOf(db);
    expect(await ids(context, { rayJob: name })).toEqual([taskId]);
    expect(await ids(context, { rayJob: name, state: 'FAILED' })).toEqual([taskId]);
    for (const rayJob of [`rd-other-${attemptId}`, attemptId, 'rd-x-junk', 'raysubmit_x', `${name}'`]) {
      expect(await ids(context, { rayJob })).toEqual([]);
    }
    expect(await ids(context, { rayJob: name, state: 'QUEUED' })).toEqual([]);
    expect(await ids(keyContext(db, { queues: ['other'] }), { rayJob: name })).toEqual([]);
  });

  it('looks on while it has time, then says that it stopped, and finds the rest on the next page', async () => {
    const rare = await insertTask(db, { callable: 'rare.task' });
    await insertMany(scanLimit + 1);
    const search = { filter: { callable: 'rare.task' }, limit: 10 };
    const first = await listTasks(contextOf(db), { ...search, budgetMs: 0 });
    expect(first).toMatchObject({ items: [], isPartial: true });
    const second = await listTasks(contextOf(db), { ...search, budgetMs: 0, cursor: first.nextCursor ?? '' });
    expect(second).toMatchObject({ items: [{ id: rare }], isPartial: false, nextCursor: null });
    const patient = await listTasks(contextOf(db), { ...search, budgetMs: 60_000 });
    expect(patient).toMatchObject({ items: [{ id: rare }], isPartial: false, nextCursor: null });
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

  it('shows a key for its own tasks those alone, in lists, counts and the reach of events', async () => {
    const context = keyContext(db, { ownTasksOnly: true });
    const own = await insertTask(db, { created_by: context.principal.id });
    const other = await insertTask(db);
    expect(await ids(context, {})).toEqual([own]);
    expect((await countTasksByState(context, {})).QUEUED).toEqual({ count: 1, isCapped: false });
    expect(await tasksInReach(context, [own, other, 'junk'])).toEqual([own]);
    expect(await tasksInReach(contextOf(db), [own, other])).toEqual([own, other]);
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
    const two = { count: 2, isCapped: false };
    expect((await countTasksByState(contextOf(db), { callable: 'mail.' })).QUEUED).toEqual(two);
    await insertFinished(db, 'FAILED', {}, { error_class: 'shop.Refused' });
    await insertFinished(db, 'FAILED');
    expect((await countTasksByState(contextOf(db), { errorClass: 'shop.Refused' })).FAILED.count).toBe(1);
  });
});
