import { testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listClusters } from '../clusters/list-clusters.ts';
import { contextOf, insertAttempt, insertFinished, insertTask, keyContext } from '../reading/fixtures.ts';
import { boundedRead } from '../reading/bounded-read.ts';
import { listWorkers } from '../workers/list-workers.ts';
import { getOverview } from './get-overview.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());
beforeEach(() => db.pool.query('TRUNCATE raydeck.task, raydeck.worker CASCADE'));

const hour = () => ({ range: '1h' as const, now: new Date(Date.now() + 1_000) });
const at = (secondsAgo: number) => new Date(Date.now() - 1000 * secondsAgo);

describe('getOverview', () => {
  it('has a bucket for each minute and counts outcomes, failures and what is under way', async () => {
    await insertFinished(db, 'SUCCEEDED');
    await insertFinished(db, 'FAILED', {}, { error_class: 'shop.Refused' });
    await insertFinished(db, 'FAILED', {}, { error_class: 'shop.Refused' });
    await insertFinished(db, 'FAILED', {}, { error_class: 'TimedOut' });
    await insertFinished(db, 'FAILED', { finished_at: at(7200) });
    await insertTask(db, { state: 'CANCELED', finished_at: at(0) });
    await insertTask(db);
    const overview = await getOverview(contextOf(db), hour());
    expect(overview.buckets).toHaveLength(60);
    expect(overview.totals).toEqual({ succeeded: 1, failed: 3, canceled: 1 });
    expect(overview.failures).toEqual([
      { errorClass: 'shop.Refused', count: 2 },
      { errorClass: 'TimedOut', count: 1 },
    ]);
    expect(overview.inFlight.QUEUED).toEqual({ count: 1, isCapped: false });
    expect(overview.failuresOf).toEqual({ count: 3, isCapped: false });
    expect(overview.buckets.reduce((sum, { enqueued }) => sum + (enqueued ?? 0), 0)).toBe(7);
    expect(overview.buckets.some(({ isEstimated }) => isEstimated)).toBe(false);
  });

  it('measures the wait from due to claimed, of tasks that took one attempt', async () => {
    const due = at(100);
    await insertFinished(db, 'SUCCEEDED', { run_at: due }, { submitted_at: new Date(due.getTime() + 4000) });
    const retried = await insertTask(db, { state: 'FAILED', finished_at: at(0), attempt_count: 2, run_at: due });
    await insertAttempt(db, retried, { submitted_at: at(1000) });
    const { buckets } = await getOverview(contextOf(db), { range: '15m', now: new Date() });
    const waits = buckets.flatMap(({ waitP50Seconds, waitP95Seconds }) => [waitP50Seconds, waitP95Seconds]);
    expect(waits.filter((wait) => wait !== null)).toEqual([4, 4]);
  });

  it('measures how long tasks of one attempt ran', async () => {
    const times = { started_at: at(30), finished_at: at(10) };
    await insertFinished(db, 'SUCCEEDED', { finished_at: at(10) }, times);
    const { buckets } = await getOverview(contextOf(db), hour());
    const runs = buckets.flatMap(({ runP50Seconds }) => (runP50Seconds === null ? [] : [runP50Seconds]));
    expect(runs).toEqual([expect.closeTo(20, 0)]);
  });

  it('cuts its range into buckets of whole steps whose last one ends now', async () => {
    const now = new Date('2026-11-28T12:34:56Z');
    for (const [range, first, length] of [
      ['15m', '2026-11-28T12:20:00.000Z', 15],
      ['6h', '2026-11-28T06:35:00.000Z', 72],
      ['7d', '2026-11-21T15:00:00.000Z', 56],
    ] as const) {
      const { buckets } = await getOverview(contextOf(db), { range, now });
      expect([buckets[0]?.at.toISOString(), buckets.length, buckets.at(-1)?.until]).toEqual([first, length, now]);
      expect(buckets.slice(1).map((bucket) => bucket.at)).toEqual(buckets.slice(0, -1).map((bucket) => bucket.until));
    }
  });

  it('goes on from a bounded number of rows where a bucket has more', async () => {
    const now = new Date('2026-11-28T12:34:30Z');
    await db.pool.query(
      `INSERT INTO raydeck.task (callable, queue, created_by, state, attempt_count, started_at, finished_at)
      SELECT 'a', 'default', 'user:x', (CASE WHEN i % 4 = 0 THEN 'FAILED' ELSE 'SUCCEEDED' END)::raydeck.task_state, 1, t, t
      FROM generate_series(0, 5999) AS i, LATERAL (SELECT timestamptz '2026-11-28 12:33:00Z' + i * interval '10 ms' AS t) AS made`,
    );
    const { buckets, totals } = await getOverview(contextOf(db), { range: '1h', now });
    expect(buckets.at(-2)).toMatchObject({ isEstimated: true, failed: 1_501, succeeded: 4_502 });
    expect(totals.canceled).toBe(0);
  });

  it('counts for a key what it reaches', async () => {
    await insertFinished(db, 'SUCCEEDED', { queue: 'hidden' });
    const { totals } = await getOverview(keyContext(db, { queues: ['default'] }), hour());
    expect(totals).toEqual({ succeeded: 0, failed: 0, canceled: 0 });
    const own = keyContext(db, { ownTasksOnly: true });
    await insertFinished(db, 'FAILED', { created_by: own.principal.id });
    await insertTask(db);
    const { totals: ownTotals, inFlight } = await getOverview(own, hour());
    expect(ownTotals).toEqual({ succeeded: 0, failed: 1, canceled: 0 });
    expect(inFlight.QUEUED).toEqual({ count: 0, isCapped: false });
  });
});

describe('listWorkers', () => {
  const worker = '00000000-0000-7000-8000-00000000000a';
  const add = (id: string, lease: string, seen = 'now()') =>
    db.pool.query(
      `INSERT INTO raydeck.worker (id, name, hostname, pid, version, queues, runners, concurrency, lease_expires_at, last_seen_at)
      VALUES ($1, 'w', 'h', 1, '0.1.0', '{*}', '{ray_job}', 4, now() + $2::interval, ${seen})`,
      [id, lease],
    );

  it('tells live workers by the database’s clock, and leaves out those gone for a day', async () => {
    await add(worker, '1 minute');
    await add('00000000-0000-7000-8000-00000000000b', '-1 second');
    await add('00000000-0000-7000-8000-00000000000c', '-2 days', `now() - interval '2 days'`);
    expect((await listWorkers(contextOf(db))).map(({ isLive }) => isLive)).toEqual([true, false]);
  });

  it('shows what each holds, and a key only what it reaches of that', async () => {
    await add(worker, '1 minute');
    const seen = await insertAttempt(db, await insertTask(db));
    const hidden = await insertTask(db, { queue: 'hidden', created_by: 'key:ci/abcdefghij' });
    const own = await insertAttempt(db, hidden);
    await insertFinished(db, 'SUCCEEDED', {}, { released_at: at(0) });
    const [row] = await listWorkers(keyContext(db, { queues: ['default'] }));
    expect(row?.held).toEqual({ count: 2, isCapped: false });
    expect(row?.attempts).toMatchObject([{ id: seen, number: 1, state: 'RUNNING', queue: 'default' }]);
    const [mine] = await listWorkers(keyContext(db, { ownTasksOnly: true }));
    expect(mine?.attempts).toMatchObject([{ id: own, queue: 'hidden' }]);
  });
});

describe('listClusters', () => {
  it('shows clusters as they were last seen', async () => {
    await db.prisma.cluster.create({ data: { address: 'http://ray:8265', reachable: false, error: 'refused' } });
    expect(await listClusters(contextOf(db))).toMatchObject([
      { address: 'http://ray:8265', reachable: false, error: 'refused' },
    ]);
  });
});

describe('boundedRead', () => {
  it('ends a statement that takes too long and says so, and the connection serves on', async () => {
    const slow = boundedRead(db, (query) => query('SELECT pg_sleep(60)'), 50);
    await expect(slow).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(await boundedRead(db, (query) => query('SELECT 1 AS one'))).toEqual([{ one: 1 }]);
  });

  it('cannot write', async () => {
    await expect(boundedRead(db, (query) => query('DELETE FROM raydeck.task'))).rejects.toMatchObject({
      code: '25006',
    });
  });
});
