import { testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { contextOf, insertAttempt, insertFinished, insertTask, keyContext } from '../reading/fixtures.ts';
import { countTasksByState } from './count-tasks-by-state.ts';
import { listTasks } from './list-tasks.ts';
import { refreshTasks } from './refresh-tasks.ts';
import { scanLimit } from './task-conditions.ts';
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

  it('finds failures by class, over windows, by the last attempt alone', async () => {
    const failed = { error_class: 'shop.Refused', error_message: 'Card 4711 refused, 100%' };
    const one = (await insertFinished(db, 'FAILED', {}, failed)).taskId;
    const other = (await insertFinished(db, 'FAILED', { queue: 'other' }, { ...failed, error_class: 'TimedOut' }))
      .taskId;
    const retried = await insertTask(db, { state: 'SUCCEEDED', finished_at: new Date(), attempt_count: 2 });
    await insertAttempt(db, retried, { ...failed, number: 1, state: 'FAILED', finished_at: new Date() });
    await insertAttempt(db, retried, { number: 2, state: 'SUCCEEDED', finished_at: new Date() });
    const context = contextOf(db);
    expect(await ids(context, { errorClass: 'shop.Refused' }, 1)).toEqual([one]);
    expect(await ids(context, { errorClass: 'shop.Refused', state: 'SUCCEEDED' })).toEqual([]);
    expect(await ids(context, { text: 'card 4711' }, 1)).toEqual([other, one]);
    expect(await ids(context, { text: 'card 4711', queue: 'other' })).toEqual([other]);
    expect(await ids(context, { text: '100%' })).toEqual([other, one]);
    for (const text of ['card_4711', '10%0', String.raw`\d`]) expect(await ids(context, { text })).toEqual([]);
    expect(await ids(keyContext(db, { queues: ['default'] }), { text: 'refused' })).toEqual([one]);
  });

  it('does not tell by a search what a message hides', async () => {
    const message = 'login with password=hunter2secret failed';
    const { taskId } = await insertFinished(db, 'FAILED', {}, { error_class: 'E', error_message: message });
    const context = contextOf(db);
    expect(await ids(context, { text: 'login with' })).toEqual([taskId]);
    const page = await listTasks(context, { filter: { text: 'hunter2secret' }, limit: 1 });
    expect(page).toEqual({ items: [], nextCursor: null, isPartial: false });
    const unseeing = listTasks(contextOf(db, { canViewPayload: false }), { filter: { text: 'login' }, limit: 1 });
    await expect(unseeing).rejects.toMatchObject({ code: 'FORBIDDEN', path: 'text' });
  });

  it('filters by when a task finished and by the last attempt’s worker, few or many', async () => {
    const at = new Date('2026-11-20T12:00:00Z');
    const worker = '00000000-0000-7000-8000-0000000000aa';
    await db.pool.query(
      `INSERT INTO raydeck.worker (id, name, hostname, pid, version, queues, runners, concurrency, lease_expires_at)
      VALUES ($1, 'w-1', 'h', 1, '0', '{*}', '{local}', 1, now())`,
      [worker],
    );
    const { taskId } = await insertFinished(db, 'FAILED', { finished_at: at }, { worker_id: worker });
    await insertFinished(db, 'FAILED', { finished_at: new Date(at.getTime() + 60_000) });
    await insertTask(db);
    const context = contextOf(db);
    const within = { finishedAfter: at, finishedBefore: new Date(at.getTime() + 60_000) };
    expect(await ids(context, within)).toEqual([taskId]);
    expect(await ids(context, { ...within, state: 'SUCCEEDED' })).toEqual([]);
    expect(await ids(context, { worker: 'w-1' })).toEqual([taskId]);
    expect(await ids(context, { worker })).toEqual([taskId]);
    expect((await countTasksByState(context, within)).FAILED).toEqual({ count: 1, isCapped: false });
    await db.pool.query(
      `INSERT INTO raydeck.task (callable, queue, created_by, state, started_at, attempt_count, finished_at)
      SELECT 'a', 'default', 'user:x', 'SUCCEEDED', $1, 1, $1 FROM generate_series(1, ${scanLimit})`,
      [at],
    );
    expect(await ids(context, { ...within, state: 'FAILED' })).toEqual([taskId]);
  });

  it('finds the rare tasks of a queue behind many others at once, whatever their state', async () => {
    const rare: string[] = [];
    for (const columns of [{}, { parked: true }, { state: 'RUNNING', attempt_count: 1 }]) {
      rare.push(await insertTask(db, { queue: 'rare', ...columns }));
    }
    for (const pinned of [true, false])
      rare.push((await insertFinished(db, 'FAILED', { queue: 'rare', pinned })).taskId);
    await insertMany(scanLimit + 1);
    const search = { filter: { queue: 'rare' }, limit: 10, budgetMs: 0 };
    const page = await listTasks(contextOf(db), search);
    expect(page.items.map(({ id }) => id)).toEqual(rare.toReversed());
    expect(page).toMatchObject({ nextCursor: null, isPartial: false });
    const queued = await listTasks(contextOf(db), { ...search, filter: { queue: 'rare', state: 'QUEUED' } });
    expect(queued.items.map(({ id }) => id)).toEqual(rare.slice(0, 2).toReversed());
    expect(await countTasksByState(contextOf(db), { queue: 'rare' })).toMatchObject({
      QUEUED: { count: 2, isCapped: false },
      RUNNING: { count: 1, isCapped: false },
      FAILED: { count: 2, isCapped: false },
    });
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

describe('refreshTasks', () => {
  it('reads rows again, tells those that left the filter, and leaves out those out of reach or gone', async () => {
    const queued = await insertTask(db);
    const failed = (await insertFinished(db, 'FAILED')).taskId;
    const hidden = await insertTask(db, { queue: 'hidden' });
    const gone = '00000000-0000-7000-8000-000000000000';
    const asked = { filter: { state: 'QUEUED' as const }, ids: [queued, failed, hidden, gone, 'junk'] };
    const { rows, left } = await refreshTasks(keyContext(db, { queues: ['default'] }), asked);
    expect(rows.map(({ id, state }) => [id, state])).toEqual([
      [failed, 'FAILED'],
      [queued, 'QUEUED'],
    ]);
    expect(left).toEqual([failed]);
  });
});

describe('countTasksByState', () => {
  it('counts each state exactly below the limit and stops above it', async () => {
    await insertFinished(db, 'FAILED');
    await insertMany(10_001);
    const counts = await countTasksByState(contextOf(db), {});
    expect(counts.FAILED).toEqual({ count: 1, isCapped: false });
    expect(counts.QUEUED).toEqual({ count: 5_000, isCapped: true });
    expect(counts.SUCCEEDED).toEqual({ count: 0, isCapped: false });
  });

  it('gives the database’s own estimate beyond the limit', async () => {
    await insertMany(10_100);
    await db.pool.query('ANALYZE raydeck.task');
    const { QUEUED, FAILED } = await countTasksByState(contextOf(db), {});
    expect(QUEUED).toEqual({ count: 5_000, isCapped: true, estimate: 10_100 });
    expect(FAILED).toEqual({ count: 0, isCapped: false });
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
