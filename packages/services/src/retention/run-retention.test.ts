import { type Login, loginAs, testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changeQueue } from '../queues/change-queue.ts';
import { putQueue } from '../queues/put-queue.ts';
import { contextOf, insertAttempt, insertFinished, insertTask } from '../reading/fixtures.ts';
import { enqueueTasks } from '../tasks/enqueue-tasks.ts';
import { pinTask } from '../tasks/pin-task.ts';
import { retryTask } from '../tasks/retry-task.ts';
import { retryWithChanges } from '../tasks/retry-with-changes.ts';
import { changeRetention } from './change-retention.ts';
import { requestRetention } from './request-retention.ts';
import { daysAgo, prune } from './retention.fixture.ts';
import { runRetention } from './run-retention.ts';

let owner: TestDatabase;
/** What the worker may, and no more. */
let db: Login;

beforeAll(async () => {
  owner = await testDatabase();
  db = await loginAs(owner, 'raydeck_app');
});
afterAll(async () => {
  await db.close();
  await owner.close();
});
beforeEach(() =>
  owner.pool
    .query(`TRUNCATE raydeck.task CASCADE; TRUNCATE raydeck.audit_log, raydeck.retention_run, raydeck.stored_deletion;
    UPDATE raydeck.queue SET retention = NULL; UPDATE raydeck.retention SET settings = '{}'`),
);

const admin = () => contextOf(db, { role: 'ADMIN' });

/** A task that ended so long ago, with one attempt whose execution is over. */
async function ended(
  state: 'SUCCEEDED' | 'FAILED',
  days: number,
  task: Record<string, unknown> = {},
  attempt: Record<string, unknown> = {},
): Promise<string> {
  const finished = { finished_at: daysAgo(days) };
  const over = { ...finished, released_at: daysAgo(days) };
  return (await insertFinished(owner, state, { ...finished, ...task }, { ...over, ...attempt })).taskId;
}

const left = async () => (await db.prisma.task.findMany({ select: { id: true } })).map(({ id }) => id).toSorted();
const lastRun = () => db.prisma.retentionRun.findFirstOrThrow({ orderBy: { id: 'desc' } });

describe('runRetention', () => {
  it('deletes what is over by the time of its state, with attempts and events, and nothing else', async () => {
    const gone = await ended('SUCCEEDED', 8);
    await db.prisma.taskEvent.create({ data: { taskId: gone, kind: 'judged', actor: 'test' } });
    const kept = [await ended('SUCCEEDED', 6), await ended('FAILED', 8), await insertTask(owner, { state: 'QUEUED' })];
    await ended('FAILED', 31);
    const canceled = { state: 'CANCELED', attempt_count: 0 };
    await insertTask(owner, { ...canceled, finished_at: daysAgo(31) });
    kept.push(await insertTask(owner, { ...canceled, finished_at: daysAgo(29) }));
    const events = await prune(db);
    expect(await left()).toEqual(kept.toSorted());
    expect(await db.prisma.attempt.count()).toBe(2);
    expect(await db.prisma.taskEvent.count()).toBe(0);
    const run = await lastRun();
    expect(run).toMatchObject({ tasks: 3n, attempts: 2n, events: 1n, isCut: false, error: null });
    expect(run.finishedAt).not.toBeNull();
    expect(events.at(-1)).toMatchObject({ type: 'retention.ended', tasks: 3 });
  });

  it('goes by what the queue says, and by the installation for the rest and for queues that are gone', async () => {
    await putQueue(admin(), { name: 'short', settings: { retention: { succeededDays: 1, failedDays: 'forever' } } });
    await changeRetention(admin(), { succeededDays: 100, failedDays: 10 });
    const kept = [
      await ended('FAILED', 5_000, { queue: 'short' }),
      await ended('SUCCEEDED', 99, { queue: 'gone' }),
      await ended('SUCCEEDED', 0.9, { queue: 'short' }),
    ];
    await ended('SUCCEEDED', 1.1, { queue: 'short' });
    await ended('SUCCEEDED', 101, { queue: 'gone' });
    await ended('FAILED', 11);
    await prune(db);
    expect(await left()).toEqual(kept.toSorted());
    await changeQueue(admin(), { name: 'short', change: { retention: null } });
    await prune(db);
    expect(await left()).toEqual(kept.slice(1).toSorted());
  });

  it('keeps pinned tasks until they are unpinned', async () => {
    const pinned = await ended('SUCCEEDED', 50);
    await ended('SUCCEEDED', 50);
    await pinTask(admin(), { id: pinned, pinned: true, reason: 'for the auditors' });
    await prune(db);
    expect(await left()).toEqual([pinned]);
    await pinTask(admin(), { id: pinned, pinned: false });
    await prune(db);
    expect(await left()).toEqual([]);
  });

  it('keeps a task while one that was retried from it, or from that one, has not finished', async () => {
    const first = await ended('FAILED', 90);
    const second = await ended('FAILED', 80, { retried_from: first });
    const { id: third } = await retryWithChanges(admin(), { id: second, changes: {} });
    await ended('FAILED', 90, { retried_from: await ended('FAILED', 90) });
    await prune(db);
    expect(await left()).toEqual([first, second, third].toSorted());
    await db.pool.query(`UPDATE raydeck.task SET state = 'CANCELED', finished_at = clock_timestamp() WHERE id = $1`, [
      third,
    ]);
    await prune(db);
    expect(await left()).toEqual([third]);
  });

  it('keeps a task whose execution is not known to be over, for its place is still counted', async () => {
    const lost = await ended('FAILED', 90, {}, { state: 'LOST', released_at: null });
    await prune(db);
    expect(await left()).toEqual([lost]);
    await db.pool.query('UPDATE raydeck.attempt SET released_at = clock_timestamp()');
    await prune(db);
    expect(await left()).toEqual([]);
  });

  it('does not wait for a task that somebody holds; the next run takes it', async () => {
    const held = await ended('FAILED', 90);
    await ended('FAILED', 90);
    const holder = await owner.pool.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT FROM raydeck.task WHERE id = $1 FOR KEY SHARE', [held]);
    await prune(db);
    expect(await left()).toEqual([held]);
    await holder.query('ROLLBACK');
    holder.release();
    await prune(db);
    expect(await left()).toEqual([]);
  });

  it('leaves a task that is run again', async () => {
    const again = await ended('FAILED', 90);
    await retryTask(admin(), { id: again });
    await prune(db);
    expect(await left()).toEqual([again]);
  });

  it('prunes more than a portion, of each queue in turn', async () => {
    await owner.pool.query(`INSERT INTO raydeck.task (callable, queue, created_by, state, attempt_count, finished_at)
      SELECT 'a.b', 'q' || i % 2, 'test', 'FAILED', 1, clock_timestamp() - interval '90 days' FROM generate_series(1, 2500) AS i`);
    const events = await prune(db);
    expect(await left()).toEqual([]);
    const queues = events.flatMap((event) => (event.type === 'retention.portion' ? event.queue : []));
    expect(queues.slice(0, 4)).toEqual(['q0', 'q1', 'q0', 'q1']);
  });

  it('stops between two portions when it no longer leads, and whoever leads then goes on with the same run', async () => {
    await owner.pool.query(`INSERT INTO raydeck.task (callable, queue, created_by, state, attempt_count, finished_at)
      SELECT 'a.b', 'default', 'test', 'FAILED', 1, clock_timestamp() - interval '90 days' FROM generate_series(1, 900) AS i`);
    let asked = 0;
    await prune(db, { isLeader: () => (asked += 1) <= 2 });
    const open = await lastRun();
    expect(open.finishedAt).toBeNull();
    expect(open.tasks).toBeGreaterThan(0n);
    await prune(db);
    expect(await lastRun()).toMatchObject({ id: open.id, tasks: 900n });
    expect(await db.prisma.retentionRun.count()).toBe(1);
  });

  it('ends when its time is up and says so, and the next run goes on', async () => {
    await ended('FAILED', 90);
    await prune(db, { budgetMs: -1 });
    expect(await lastRun()).toMatchObject({ tasks: 0n, isCut: true });
    await prune(db);
    expect(await lastRun()).toMatchObject({ tasks: 1n, isCut: false });
  });

  it('deletes each task once when two run at once', async () => {
    await owner.pool.query(`INSERT INTO raydeck.task (callable, queue, created_by, state, attempt_count, finished_at)
      SELECT 'a.b', 'default', 'test', 'FAILED', 1, clock_timestamp() - interval '90 days' FROM generate_series(1, 3000) AS i`);
    await Promise.all([prune(db), prune(db)]);
    await prune(db);
    expect(await left()).toEqual([]);
    const { _sum } = await db.prisma.retentionRun.aggregate({ _sum: { tasks: true } });
    expect(_sum.tasks).toBe(3000n);
  });

  it('does nothing when nobody asked, and nothing without the index', async () => {
    const options = { db, emit: () => {}, deleteStored: async () => {}, isLeader: () => true, pause: async () => {} };
    expect(await runRetention({ ...options, budgetMs: 1_000 })).toBe(false);
    const id = await ended('FAILED', 90);
    await owner.pool.query('ALTER INDEX raydeck.task_retention_idx RENAME TO task_retention_idx_away');
    await prune(db);
    expect(await left()).toEqual([id]);
    await owner.pool.query('ALTER INDEX raydeck.task_retention_idx_away RENAME TO task_retention_idx');
  });

  it('is asked for once while it waits', async () => {
    const ids = await Promise.all([requestRetention(db, 'schedule'), requestRetention(db, 'user:a')]);
    expect(new Set(ids).size).toBe(1);
    expect(await db.prisma.retentionRun.count()).toBe(1);
  });
});

describe('What deleted rows kept outside the database', () => {
  const refs = { task: { result_ref: 'r/1' }, attempt: { result_ref: 'r/1', log_ref: 'l/1' } };

  it('is deleted after the commit, each object once', async () => {
    await ended('SUCCEEDED', 8, refs.task, refs.attempt);
    const asked: string[] = [];
    await prune(db, { deleteStored: async (given) => void asked.push(...given) });
    expect(asked.toSorted()).toEqual(['l/1', 'r/1']);
    expect(await db.prisma.storedDeletion.count()).toBe(0);
    expect(await lastRun()).toMatchObject({ storedObjects: 2n });
  });

  it('goes with the last of the tasks that share their arguments', async () => {
    await ended('SUCCEEDED', 8, { args_ref: 'a/1' }, {});
    const pinned = await ended('SUCCEEDED', 8, { args_ref: 'a/1', pinned: true }, {});
    const asked: string[] = [];
    const deleteStored = async (given: readonly string[]) => void asked.push(...given);
    await prune(db, { deleteStored });
    expect(asked).toEqual([]);
    await owner.pool.query('UPDATE raydeck.task SET pinned = false WHERE id = $1', [pinned]);
    await prune(db, { deleteStored });
    expect(asked).toEqual(['a/1']);
  });

  it('is not forgotten when it cannot be deleted, nor after a crash', async () => {
    await ended('SUCCEEDED', 8, refs.task, refs.attempt);
    const events = await prune(db);
    expect(events).toContainEqual(expect.objectContaining({ type: 'stored.delete_failed', count: 2 }));
    expect(await left()).toEqual([]);
    const waiting = await db.prisma.storedDeletion.findMany({
      orderBy: { ref: 'asc' },
      select: { ref: true, tries: true },
    });
    expect(waiting).toEqual([
      { ref: 'l/1', tries: 1 },
      { ref: 'r/1', tries: 1 },
    ]);
    const asked: string[] = [];
    const deleteStored = async (given: readonly string[]) => void asked.push(...given);
    await prune(db, { deleteStored });
    expect(asked).toEqual([]);
    await owner.pool.query('UPDATE raydeck.stored_deletion SET due_at = clock_timestamp()');
    await prune(db, { deleteStored });
    expect(asked.toSorted()).toEqual(['l/1', 'r/1']);
  });
});

describe('The audit log', () => {
  const row = (days: number) =>
    owner.pool.query(
      `INSERT INTO raydeck.audit_log (id, at, actor, actor_role, action, target_type, target_id)
       SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(md5($1::text), 1, 3) || '8000000000000000')::uuid,
         at, 'a', 'ADMIN', 'x', 'queue', $1::text FROM (SELECT clock_timestamp() - $1::float8 * interval '1 day' AS at) AS t`,
      [days],
    );
  const days = async () =>
    (await db.prisma.auditLog.findMany({ orderBy: { id: 'asc' } })).map(({ targetId }) => Number(targetId));

  it('loses rows older than its own time', async () => {
    for (const one of [500, 401, 399, 10]) await row(one);
    await prune(db);
    expect(await days()).toEqual([399, 10]);
    expect(await lastRun()).toMatchObject({ auditRows: 2n });
  });

  it('keeps thirty days, whatever the app role asks the database for', async () => {
    for (const one of [31, 29]) await row(one);
    await db.pool.query(`SELECT raydeck.prune_audit(interval '0', 1000)`);
    expect(await days()).toEqual([29]);
    await expect(db.pool.query('DELETE FROM raydeck.audit_log')).rejects.toThrow('permission denied');
  });
});

describe('pinTask', () => {
  it('writes the audit row and the timeline once', async () => {
    const id = await ended('SUCCEEDED', 1);
    await pinTask(admin(), { id, pinned: true, reason: 'why' });
    await pinTask(admin(), { id, pinned: true });
    expect(await db.prisma.auditLog.findMany()).toMatchObject([
      { action: 'task.pin', targetId: id, reason: 'why', after: { pinned: true } },
    ]);
    expect(await db.prisma.taskEvent.findMany()).toMatchObject([{ kind: 'pinned', taskId: id }]);
  });

  it('is for operators, and for tasks in reach', async () => {
    const id = await ended('SUCCEEDED', 1);
    await expect(pinTask(contextOf(db), { id, pinned: true })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const [task] = await enqueueTasks(admin(), [{ callable: 'a.b' }]);
    await insertAttempt(owner, task?.id ?? '');
    expect(await pinTask(contextOf(db, { role: 'OPERATOR' }), { id: task?.id ?? '', pinned: true })).toEqual({
      pinned: true,
    });
    await expect(pinTask(admin(), { id: 'junk', pinned: true })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
