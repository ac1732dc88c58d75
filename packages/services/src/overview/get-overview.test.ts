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
    const overview = await getOverview(contextOf(db), { minutes: 60 });
    expect(overview.buckets).toHaveLength(60);
    expect(overview.totals).toEqual({ succeeded: 1, failed: 3, canceled: 1 });
    expect(overview.failures).toEqual([
      { errorClass: 'shop.Refused', count: 2 },
      { errorClass: 'TimedOut', count: 1 },
    ]);
    expect(overview.inFlight.QUEUED).toEqual({ count: 1, isCapped: false });
    expect(overview.isCapped).toBe(false);
  });

  it('measures the wait from due to claimed, of tasks that took one attempt', async () => {
    const due = at(100);
    await insertFinished(db, 'SUCCEEDED', { run_at: due }, { submitted_at: new Date(due.getTime() + 4000) });
    const retried = await insertTask(db, { state: 'FAILED', finished_at: at(0), attempt_count: 2, run_at: due });
    await insertAttempt(db, retried, { submitted_at: at(1000) });
    const { buckets } = await getOverview(contextOf(db), { minutes: 5 });
    const waits = buckets.flatMap(({ waitP50Seconds, waitP95Seconds }) => [waitP50Seconds, waitP95Seconds]);
    expect(waits.filter((wait) => wait !== null)).toEqual([4, 4]);
  });

  it('counts for a key what it reaches', async () => {
    await insertFinished(db, 'SUCCEEDED', { queue: 'hidden' });
    const { totals } = await getOverview(keyContext(db, { queues: ['default'] }), { minutes: 60 });
    expect(totals).toEqual({ succeeded: 0, failed: 0, canceled: 0 });
    const own = keyContext(db, { ownTasksOnly: true });
    await insertFinished(db, 'FAILED', { created_by: own.principal.id });
    await insertTask(db);
    const { totals: ownTotals, inFlight } = await getOverview(own, { minutes: 60 });
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
