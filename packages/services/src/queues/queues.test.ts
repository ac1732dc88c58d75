import { testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { contextOf, insertTask, keyContext } from '../reading/fixtures.ts';
import { listQueues } from './list-queues.ts';
import { pauseQueue } from './pause-queue.ts';
import { resumeQueue } from './resume-queue.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.pool.query(`TRUNCATE raydeck.task CASCADE; DELETE FROM raydeck.queue;
    INSERT INTO raydeck.queue (name) VALUES ('default'), ('mail')`);
});

const reason = 'the bank is closed';
const operator = () => contextOf(db, { role: 'OPERATOR' });

describe('listQueues', () => {
  it('counts what waits, what is due and what runs, over all priorities', async () => {
    const oldest = new Date('2026-01-01T00:00:00Z');
    await insertTask(db, { priority: 5, run_at: new Date() });
    await insertTask(db, { priority: -5, run_at: oldest });
    await insertTask(db, { priority: 5, run_at: new Date('2999-01-01T00:00:00Z') });
    await insertTask(db, { state: 'RUNNING', attempt_count: 1 });
    await insertTask(db, { state: 'RUNNING', attempt_count: 1, queue: 'mail' });
    const [queue, mail] = await listQueues(contextOf(db));
    expect(queue).toMatchObject({
      name: 'default',
      queued: { count: 3, isCapped: false },
      due: { count: 2 },
      running: { count: 1 },
    });
    expect(queue?.oldestDueAt).toEqual(oldest);
    expect(mail).toMatchObject({ name: 'mail', queued: { count: 0 }, running: { count: 1 }, oldestDueAt: null });
  });

  it('stops counting above the limit', async () => {
    await db.pool.query(`INSERT INTO raydeck.task (callable, queue, created_by)
      SELECT 'a.b', 'mail', 'user:x' FROM generate_series(1, 10001)`);
    const queues = await listQueues(contextOf(db));
    expect(queues.find((queue) => queue.name === 'mail')?.queued).toEqual({ count: 10_000, isCapped: true });
  });

  it('counts tasks that wait for a place of their key apart', async () => {
    await insertTask(db, { concurrency_key: 'a', parked: true });
    await insertTask(db, {});
    const [queue] = await listQueues(contextOf(db));
    expect(queue).toMatchObject({ queued: { count: 1 }, due: { count: 1 }, parked: { count: 1 } });
  });

  it('counts less far in each of a thousand queues, and says so', async () => {
    await db.pool.query(`INSERT INTO raydeck.queue (name) SELECT 'q' || g FROM generate_series(1, 998) AS g;
      INSERT INTO raydeck.task (callable, queue, created_by) SELECT 'a.b', 'mail', 'x' FROM generate_series(1, 201);
      INSERT INTO raydeck.task (callable, queue, created_by, priority) SELECT 'a.b', 'q1', 'x', g FROM generate_series(1, 30) AS g`);
    const queues = await listQueues(contextOf(db));
    expect(queues).toHaveLength(1_000);
    const of = (name: string) => queues.find((queue) => queue.name === name);
    expect(of('mail')).toMatchObject({ queued: { count: 200, isCapped: true }, due: { count: 200, isCapped: true } });
    expect(of('q1')).toMatchObject({ queued: { count: 30, isCapped: false }, due: { count: 20, isCapped: true } });
  });

  it('counts for a key that reaches a part of a queue that part, and shows it no places', async () => {
    await db.pool.query(`UPDATE raydeck.queue SET concurrency_limit = 3 WHERE name = 'default'`);
    const own = keyContext(db, { ownTasksOnly: true });
    const oldest = new Date('2026-01-01T00:00:00Z');
    await insertTask(db, { run_at: new Date('2025-01-01T00:00:00Z') });
    await insertTask(db, { created_by: own.principal.id, run_at: oldest });
    await insertTask(db, { created_by: own.principal.id, concurrency_key: 'a', parked: true });
    await insertTask(db, { created_by: own.principal.id, state: 'RUNNING', attempt_count: 1 });
    await insertTask(db, { state: 'RUNNING', attempt_count: 1, callable: 'mail.send' });
    const [one] = await listQueues(own);
    const count = { count: 1, isCapped: false };
    expect(one).toMatchObject({
      queued: count,
      due: count,
      parked: count,
      running: count,
      oldestDueAt: oldest,
      live: null,
    });
    const [mail] = await listQueues(keyContext(db, { callables: ['mail'] }));
    expect(mail).toMatchObject({ queued: { count: 0 }, running: count, oldestDueAt: null, live: null });
    expect((await listQueues(contextOf(db)))[0]).toMatchObject({
      queued: { count: 2 },
      running: { count: 2 },
      live: 0,
    });
    await db.pool.query(`INSERT INTO raydeck.task (callable, queue, created_by)
      SELECT 'a.b', 'mail', 'user:x' FROM generate_series(1, 10001)`);
    expect((await listQueues(own))[0]).toMatchObject({ queued: { count: 0, isCapped: true } });
  });

  it('shows a key the queues that it reaches', async () => {
    const queues = await listQueues(keyContext(db, { queues: ['mail', 'gone'] }));
    expect(queues.map((queue) => queue.name)).toEqual(['mail']);
  });
});

describe('pauseQueue and resumeQueue', () => {
  it('note who, when and why, and leave an audit row each', async () => {
    await pauseQueue(operator(), { name: 'mail', reason });
    const paused = await db.prisma.queue.findUniqueOrThrow({ where: { name: 'mail' } });
    expect(paused).toMatchObject({ paused: true, pausedReason: reason, pausedBy: 'user:ada@example.com' });
    await resumeQueue(operator(), { name: 'mail', reason: 'it is open' });
    const resumed = await db.prisma.queue.findUniqueOrThrow({ where: { name: 'mail' } });
    expect(resumed).toMatchObject({ paused: false, pausedReason: null, pausedBy: null, pausedAt: null });
    const rows = await db.prisma.auditLog.findMany({ where: { targetId: 'mail' }, orderBy: { id: 'asc' } });
    expect(rows.map((row) => [row.action, row.reason])).toEqual([
      ['queue.pause', reason],
      ['queue.resume', 'it is open'],
    ]);
  });

  it('are a conflict when nothing would change, and leave no audit row then', async () => {
    const before = await db.prisma.auditLog.count();
    await expect(resumeQueue(operator(), { name: 'mail', reason })).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(pauseQueue(operator(), { name: 'gone', reason })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await db.prisma.auditLog.count()).toBe(before);
  });

  it('let one of two at once win', async () => {
    const pausing = () => pauseQueue(operator(), { name: 'mail', reason });
    const results = await Promise.allSettled([pausing(), pausing()]);
    expect(results.map((result) => result.status).toSorted((a, b) => a.localeCompare(b))).toEqual([
      'fulfilled',
      'rejected',
    ]);
  });

  it('are for operators, and for keys that reach the whole queue', async () => {
    const pause = { name: 'mail', reason };
    const refused = [
      contextOf(db),
      keyContext(db, { scopes: ['tasks:operate'], queues: ['default'] }),
      keyContext(db, { scopes: ['tasks:operate'], callables: ['mail'] }),
    ];
    for (const context of refused)
      await expect(pauseQueue(context, pause)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await pauseQueue(keyContext(db, { scopes: ['tasks:operate'], queues: ['mail'] }), pause);
  });
});
