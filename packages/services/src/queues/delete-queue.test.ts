import {
  claim,
  enqueue,
  type Login,
  loginAs,
  newWorker,
  testDatabase,
  type TestDatabase,
  untilBlocked,
} from '@raydeck/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { contextOf, insertTask, keyContext } from '../reading/fixtures.ts';
import { editTask } from '../tasks/edit-task.ts';
import { retryTask } from '../tasks/retry-task.ts';
import { deleteQueue } from './delete-queue.ts';
import { holdQueue } from './hold-queue.ts';
import { putQueue } from './put-queue.ts';

let db: TestDatabase;
let app: Login;

beforeAll(async () => {
  db = await testDatabase({ poolSize: 20 });
  app = await loginAs(db, 'raydeck_app');
});
afterAll(async () => {
  await app.close();
  await db.close();
});
beforeEach(async () => {
  await db.pool.query(`TRUNCATE raydeck.task CASCADE; TRUNCATE raydeck.schedule CASCADE; DELETE FROM raydeck.queue`);
  await db.pool.query(`INSERT INTO raydeck.queue (name) VALUES ('default')`);
  await putQueue(admin(), { name: 'mail', settings: { concurrencyLimit: 3, keyLimit: 1 } });
});

const admin = () => contextOf(app, { role: 'ADMIN' });
const remove = (name = 'mail') => deleteQueue(admin(), { name, reason: 'the shop closes' });
const names = async () => (await db.prisma.queue.findMany({ orderBy: { name: 'asc' } })).map(({ name }) => name);

async function expectRefused(words: RegExp): Promise<void> {
  await expect(remove()).rejects.toMatchObject({ code: 'PRECONDITION', message: expect.stringMatching(words) });
  expect(await names()).toEqual(['default', 'mail']);
}

describe('deleteQueue', () => {
  it('removes the queue and its counters, and keeps its finished tasks and what it was', async () => {
    await insertTask(db, { queue: 'mail', state: 'CANCELED', finished_at: new Date() });
    await db.pool.query(`INSERT INTO raydeck.key_counter VALUES ('mail', 'a', 0, 2), ('default', 'a', 0, 0)`);
    await remove();
    expect(await names()).toEqual(['default']);
    expect(await db.prisma.limitCounter.findMany({ where: { queue: 'mail' } })).toEqual([]);
    expect(await db.prisma.keyCounter.findMany({ select: { queue: true } })).toEqual([{ queue: 'default' }]);
    expect(await db.prisma.task.count({ where: { queue: 'mail' } })).toBe(1);
    expect(await db.prisma.auditLog.findFirst({ orderBy: { id: 'desc' } })).toMatchObject({
      action: 'queue.delete',
      targetId: 'mail',
      reason: 'the shop closes',
      before: { concurrencyLimit: 3, paused: false },
      after: null,
    });
  });

  it('refuses the queue of tasks that name none, and one that is not there', async () => {
    await expect(remove('default')).rejects.toMatchObject({ code: 'PRECONDITION' });
    for (const name of ['gone', 'a\u0000']) await expect(remove(name)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it.each([
    ['waits', {}, /that wait/],
    ['waits for its time', { run_at: new Date('2999-01-01') }, /that wait/],
    ['waits for others', { state: 'BLOCKED' }, /that wait/],
    ['is parked', { concurrency_key: 'a', parked: true }, /that wait/],
    ['runs', { state: 'RUNNING', attempt_count: 1 }, /that run/],
  ])('refuses while a task %s', async (_what, task, words) => {
    await insertTask(db, { queue: 'mail', ...task });
    await expectRefused(words);
  });

  it('refuses while an execution holds a place, though its task is over', async () => {
    await enqueue(db, { queue: 'mail' });
    await claim(db, await newWorker(db));
    await db.pool.query(`UPDATE raydeck.task SET state = 'CANCELED', finished_at = now() WHERE queue = 'mail';
      UPDATE raydeck.attempt SET state = 'LOST', finished_at = now()`);
    await expectRefused(/known that the execution/);
  });

  it('refuses while a schedule uses it', async () => {
    await db.pool.query(`INSERT INTO raydeck.schedule (name, cron, callable, queue, created_by)
      VALUES ('nightly', '0 3 * * *', 'a.b', 'mail', 'test')`);
    await expectRefused(/schedule "nightly"/);
  });

  it('is for administrators', async () => {
    for (const context of [contextOf(app, { role: 'OPERATOR' }), keyContext(app, { scopes: ['tasks:operate'] })]) {
      await expect(deleteQueue(context, { name: 'mail' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
  });
});

describe('a deletion and an enqueue at once', () => {
  it('waits for an enqueue that has not committed, and then finds its task', async () => {
    const caller = await db.pool.connect();
    await caller.query('BEGIN');
    await enqueue({ pool: caller } as never, { queue: 'mail' });
    const deleting = expectRefused(/that wait/);
    await untilBlocked(db);
    await caller.query('COMMIT');
    caller.release();
    await deleting;
  });

  it('gives up on a caller that does not commit, and says why', async () => {
    const caller = await db.pool.connect();
    await caller.query('BEGIN');
    await enqueue({ pool: caller } as never, { queue: 'mail' });
    await expectRefused(/in use/);
    await caller.query('ROLLBACK');
    caller.release();
    await remove();
  });

  it('gives up on whoever holds its counter, and says why', async () => {
    const other = await db.pool.connect();
    await other.query('BEGIN');
    await other.query(`SELECT FROM raydeck.limit_counter WHERE queue = 'mail' FOR UPDATE`);
    await expectRefused(/in use/);
    await other.query('ROLLBACK');
    other.release();
  });

  it('lets no task in that comes while it is being deleted', async () => {
    const other = await db.pool.connect();
    await other.query('BEGIN');
    await other.query(`SELECT FROM raydeck.limit_counter WHERE queue = 'mail' FOR UPDATE`);
    const deleting = remove();
    await untilBlocked(db, 1);
    const late = Promise.allSettled([
      enqueue(db, { queue: 'mail' }),
      db.prisma.$transaction((tx) => holdQueue(tx, 'mail')),
    ]);
    await untilBlocked(db, 3);
    await other.query('COMMIT');
    other.release();
    await deleting;
    expect(await late).toMatchObject([{ reason: { code: 'RD404' } }, { reason: { code: 'NOT_FOUND', path: 'queue' } }]);
    expect(await db.prisma.task.count()).toBe(0);
  });

  it('lets no task come back, or move, into a queue that is gone', async () => {
    const failed = await insertTask(db, { queue: 'mail', state: 'FAILED', finished_at: new Date() });
    const waiting = await insertTask(db, {});
    await remove();
    const refused = { code: 'NOT_FOUND', path: 'queue' };
    await expect(retryTask(admin(), { id: failed })).rejects.toMatchObject(refused);
    await expect(editTask(admin(), { id: waiting, queue: 'mail' })).rejects.toMatchObject(refused);
    expect(await db.prisma.task.findUnique({ where: { id: failed } })).toMatchObject({ state: 'FAILED' });
  });

  it('waits for a retry and a move that have not committed', async () => {
    const id = await insertTask(db, { queue: 'mail', state: 'FAILED', finished_at: new Date() });
    const other = await db.pool.connect();
    await other.query('BEGIN');
    await other.query('LOCK TABLE raydeck.audit_log');
    const retrying = retryTask(admin(), { id });
    await untilBlocked(db, 1);
    const deleting = expectRefused(/that wait/);
    await untilBlocked(db, 2);
    await other.query('COMMIT');
    other.release();
    await Promise.all([retrying, deleting]);
  });

  it('never leaves a task without its queue', async () => {
    for (let round = 0; round < 40; round += 1) {
      await putQueue(admin(), { name: 'mail', settings: {} });
      await Promise.allSettled([enqueue(db, { queue: 'mail' }), remove(), enqueue(db, { queue: 'mail' })]);
      const orphans = await db.pool.query(
        `SELECT FROM raydeck.task AS t WHERE NOT EXISTS (SELECT FROM raydeck.queue AS q WHERE q.name = t.queue)`,
      );
      expect(orphans.rowCount).toBe(0);
      await db.pool.query('TRUNCATE raydeck.task CASCADE');
    }
  });

  it('does not hold up enqueues, claims and changes of other queues', async () => {
    const caller = await db.pool.connect();
    await caller.query('BEGIN');
    await enqueue({ pool: caller } as never, { queue: 'mail' });
    const deleting = expectRefused(/in use/);
    await untilBlocked(db);
    await enqueue(db, { queue: 'mail' }, { queue: 'default' });
    expect(await claim(db, await newWorker(db))).toHaveLength(2);
    await putQueue(admin(), { name: 'other', settings: { keyLimit: 1 } });
    await db.prisma.queue.delete({ where: { name: 'other' } });
    await deleting;
    await caller.query('ROLLBACK');
    caller.release();
  });
});
