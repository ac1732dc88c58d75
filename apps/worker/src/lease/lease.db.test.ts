import type { DomainEvent } from '@raydeck/core';
import { endLease, testDatabase, type TestDatabase, until } from '@raydeck/testing';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { createLease, type Lease, type LeaseOptions } from './lease.ts';

let db: TestDatabase;
const leases: Lease[] = [];

beforeAll(async () => {
  db = await testDatabase();
});
afterEach(async () => {
  for (const lease of leases.splice(0)) await lease.stop();
});
afterAll(() => db.close());

async function started(options: Partial<LeaseOptions> = {}) {
  const events: DomainEvent[] = [];
  let newIds = 0;
  const lease = createLease({
    db,
    connectionString: db.url,
    emit: (event) => events.push(event),
    name: 'one',
    version: 'test',
    queues: ['*'],
    runners: ['local'],
    concurrency: 1,
    rayAddress: null,
    leaseSeconds: 4,
    intervalSeconds: 0.4,
    onNewId: () => (newIds += 1),
    ...options,
  });
  leases.push(lease);
  await lease.begin();
  lease.start();
  // Renewed once: the thread is there. A machine that stood still meanwhile has made it somebody else.
  const [first] = await leaseOf(lease.workerId);
  await until('a renewal', async () => (await leaseOf(lease.workerId))[0]?.expiresAt !== first?.expiresAt);
  const before = newIds;
  return { lease, id: lease.workerId, events, newIds: () => newIds - before };
}

async function leaseOf(id: string): Promise<{ expiresAt: string; isLive: boolean }[]> {
  const { rows } = await db.pool.query<{ expiresAt: string; isLive: boolean }>(
    `SELECT lease_expires_at::text AS "expiresAt", lease_expires_at > clock_timestamp() AS "isLive"
    FROM raydeck.worker WHERE id = $1`,
    [id],
  );
  return rows;
}

/** Nothing else of this thread runs meanwhile. */
function keepBusy(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end;);
}

it('a worker that is busy for longer than its lease keeps it', async () => {
  const { lease, id, events, newIds } = await started();
  keepBusy(8_000);
  expect(lease.isLive()).toBe(true);
  expect(await leaseOf(id)).toMatchObject([{ isLive: true }]);
  expect([lease.workerId, newIds()]).toEqual([id, 0]);
  expect(events.filter(({ type }) => type === 'worker.lease_lost')).toEqual([]);
});

it('one that hangs for longer than is borne loses it, and goes on as somebody else', async () => {
  const { lease, id, newIds } = await started({ stallSeconds: 1 });
  keepBusy(8_000);
  expect(lease.isLive()).toBe(false);
  expect(await leaseOf(id)).toMatchObject([{ isLive: false }]);
  await until('a new id', () => lease.workerId !== id && newIds() === 1);
  expect(lease.isLive()).toBe(true);
});

it('one whose lease the database has ended takes a new id, and says so', async () => {
  const { lease, id, events, newIds } = await started();
  await endLease(db, id);
  await until('a new id', () => lease.workerId !== id && newIds() === 1);
  expect(events).toContainEqual(expect.objectContaining({ type: 'worker.lease_lost', workerId: id }));
  await until('a renewal of the new one', async () => (await leaseOf(lease.workerId))[0]?.isLive === true);
});

it('a broken connection is replaced before the lease is over', async () => {
  const { lease, id, events } = await started();
  await db.pool.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE application_name = 'raydeck-worker-lease' AND datname = current_database()`);
  const [broken] = await leaseOf(id);
  await until('a renewal', async () => (await leaseOf(id))[0]?.expiresAt !== broken?.expiresAt);
  expect(lease.workerId).toBe(id);
  expect(events.filter(({ type }) => type === 'worker.lease_lost')).toEqual([]);
});

it('two workers of one name have leases of their own', async () => {
  const one = await started();
  const other = await started();
  expect(other.id).not.toBe(one.id);
  await endLease(db, one.id);
  await until('the first to go on as somebody else', () => one.lease.workerId !== one.id);
  expect(await leaseOf(other.id)).toMatchObject([{ isLive: true }]);
  expect(other.lease.workerId).toBe(other.id);
});

it('an orderly end leaves the attempts to others at once', async () => {
  const { lease, id } = await started();
  await lease.stop();
  await lease.end();
  expect(lease.isLive()).toBe(false);
  expect(await leaseOf(id)).toMatchObject([{ isLive: false }]);
});
