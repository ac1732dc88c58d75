import { claim, enqueue, newWorker, testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { claimTasks } from '../claim-tasks.ts';
import { nextDue } from '../sql/next-due.ts';
import { releaseAttempts } from '../sql/release-attempts.ts';
import { fenceClaims } from './fence-claims.ts';
import { recountPlaces } from './recount-places.ts';

let db: TestDatabase;
let workerId: string;

beforeAll(async () => {
  db = await testDatabase({ statementTimeoutMs: 60_000 });
  await db.pool.query(`INSERT INTO raydeck.queue (name) VALUES ('mail')`);
});
beforeEach(async () => {
  await db.pool.query(`TRUNCATE raydeck.task CASCADE; TRUNCATE raydeck.key_counter;
    UPDATE raydeck.limit_counter SET live = 0`);
  await limit({ key: 1 });
  workerId = await newWorker(db);
});
afterAll(() => db.close());

async function limit({ key = null, whole = null }: { key?: number | null; whole?: number | null }): Promise<void> {
  await db.prisma.$transaction(async (tx) => {
    await fenceClaims(tx);
    await tx.queue.update({ where: { name: 'mail' }, data: { keyLimit: key } });
    await tx.control.updateMany({ data: { concurrencyLimit: whole } });
    await recountPlaces(tx, null);
  });
}

const ofKey = (key: string, count: number) =>
  Array.from({ length: count }, () => ({ queue: 'mail', concurrencyKey: key }));

const parkedTasks = () => db.prisma.task.count({ where: { parked: true, state: 'QUEUED' } });

async function end(attempts: readonly { attemptId: string }[]): Promise<void> {
  const attemptIds = attempts.map(({ attemptId }) => attemptId);
  await db.pool.query(
    `WITH ended AS (UPDATE raydeck.attempt SET state = 'CANCELED', finished_at = clock_timestamp()
       WHERE id = ANY ($1::uuid[]) RETURNING task_id)
     UPDATE raydeck.task SET state = 'CANCELED', finished_at = clock_timestamp() WHERE id IN (SELECT task_id FROM ended)`,
    [attemptIds],
  );
  await db.run(releaseAttempts, [attemptIds]);
}

describe('a parked task', () => {
  it('comes back when the last limit of its queue is lifted', async () => {
    await enqueue(db, ...ofKey('a', 4));
    await claim(db, workerId);
    await limit({});
    expect(await claim(db, workerId)).toHaveLength(3);
    expect(await parkedTasks()).toBe(0);
  });

  it('is not forgotten when somebody held it while its key became free', async () => {
    await enqueue(db, ...ofKey('a', 2));
    const running = await claim(db, workerId);
    const holding = await db.pool.connect();
    await holding.query('BEGIN; SELECT FROM raydeck.task WHERE parked FOR NO KEY UPDATE');
    await end(running);
    expect(await claim(db, workerId)).toEqual([]);
    await holding.query('COMMIT');
    holding.release();
    expect(await claim(db, workerId)).toHaveLength(1);
  });

  it('is told of by the look of a poll as soon as its key is free: nobody may have heard of that', async () => {
    await enqueue(db, ...ofKey('a', 2));
    const running = await claim(db, workerId);
    const look = () => db.run(nextDue, [null]);
    expect(await look()).toEqual([{ dueInMs: null, tokenInMs: null, hasLimited: false }]);
    await end(running);
    expect(await look()).toEqual([{ dueInMs: null, tokenInMs: null, hasLimited: true }]);
  });

  it('costs nothing while the limit over all queues is used up', async () => {
    await limit({ key: 1, whole: 1 });
    await enqueue(db, ...ofKey('a', 5), ...ofKey('b', 5));
    expect(await claim(db, workerId)).toHaveLength(1);
    const before = await parkedTasks();
    const request = { workerId, queues: null, limit: 10, runners: ['ray_job'], defaultRunner: 'ray_job' };
    const found = await claimTasks(db, {
      ...request,
      expectsLimits: true,
      rayAddress: 'http://ray:8265',
      raySession: 'session',
    });
    expect(found).toEqual({ attempts: [], parked: 0, hasLimits: true, marks: [], mayLeaveMore: false });
    expect(await parkedTasks()).toBe(before);
  });
});

describe('a hundred thousand parked tasks', () => {
  it('come back in portions that one claim can carry', async () => {
    await db.pool.query(`INSERT INTO raydeck.task (callable, queue, created_by, concurrency_key, parked)
      SELECT 'a.b', 'mail', 'test', 'k' || n % 200, true FROM generate_series(1, 100000) AS n`);
    await db.pool.query(`INSERT INTO raydeck.key_counter (queue, key, parked)
      SELECT 'mail', 'k' || n, 500 FROM generate_series(0, 199) AS n`);
    await limit({});
    expect(await claim(db, workerId, { limit: 250 })).toHaveLength(250);
    expect(await parkedTasks()).toBeGreaterThanOrEqual(99_000);
    const counters = await db.prisma.keyCounter.findMany();
    expect(counters.reduce((sum, { parked }) => sum + parked, 0)).toBe(await parkedTasks());
  });
});
