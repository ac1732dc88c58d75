import { randomUUID } from 'node:crypto';
import {
  claim,
  endLease,
  enqueue,
  finishInput,
  type Login,
  loginAs,
  newWorker,
  testDatabase,
  type TestDatabase,
} from '@raydeck/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { adoptAttempts } from './adopt-attempts.ts';
import { drivenAttempts } from './driven-attempts.ts';
import { finishAttempts } from './finish-attempts.ts';
import { renewLease, stopWorker } from './lease.ts';
import { releaseAttempts } from './release-attempts.ts';
import { startAttempt } from './start-attempt.ts';

let db: TestDatabase;
let app: Login;
const ours = 'http://ray:8265';

beforeAll(async () => {
  db = await testDatabase();
  app = await loginAs(db, 'raydeck_app');
});
beforeEach(() => db.pool.query('TRUNCATE raydeck.task CASCADE; TRUNCATE raydeck.worker'));
afterAll(async () => {
  await app.close();
  await db.close();
});

/** A worker that claimed so many tasks; its lease is still live. */
async function workerWith(count: number, rayAddress = ours) {
  const workerId = await newWorker(db);
  await enqueue(db, ...Array.from({ length: count }, () => ({})));
  const rows = await claim(app, workerId, { rayAddress });
  return { workerId, attemptIds: rows.map(({ attemptId }) => attemptId) };
}

const adopt = async (
  adopterId: string,
  { rayAddress = ours, limit = 100 }: { rayAddress?: string | null; limit?: number } = {},
) => (await app.run(adoptAttempts, [adopterId, rayAddress, limit])).map(({ attemptId }) => attemptId);
const drivenBy = async (workerId: string) =>
  (await app.run(drivenAttempts, [workerId])).map(({ attemptId }) => attemptId);

describe('adoption', () => {
  it('takes over what a worker drove whose lease is over, and says so on the timeline', async () => {
    const { workerId, attemptIds } = await workerWith(2);
    await endLease(db, workerId);
    const adopter = await newWorker(db);
    expect((await adopt(adopter)).toSorted()).toEqual(attemptIds.toSorted());
    expect(await drivenBy(adopter)).toEqual(attemptIds.toSorted());
    expect(await drivenBy(workerId)).toEqual([]);
    const events = await db.prisma.taskEvent.findMany();
    expect(events.map(({ kind, actor, data }) => ({ kind, actor, data }))).toEqual([
      { kind: 'adopted', actor: `worker:${adopter}`, data: { from: workerId } },
      { kind: 'adopted', actor: `worker:${adopter}`, data: { from: workerId } },
    ]);
    expect(await adopt(adopter)).toEqual([]);
  });

  it('takes nothing from a worker whose lease is live, however little of it is left', async () => {
    await workerWith(1);
    expect(await adopt(await newWorker(db))).toEqual([]);
  });

  it('takes at once from a worker that stopped in good order', async () => {
    const { workerId, attemptIds } = await workerWith(1);
    await app.run(stopWorker, [workerId]);
    expect(await adopt(await newWorker(db))).toEqual(attemptIds);
  });

  it('is refused to a worker whose own lease is over, that stopped, or that nobody knows', async () => {
    const { workerId } = await workerWith(1);
    await endLease(db, workerId);
    const [late, stopped] = [await newWorker(db), await newWorker(db)];
    await endLease(db, late);
    await app.run(stopWorker, [stopped]);
    for (const nobody of [late, stopped, randomUUID(), workerId]) expect(await adopt(nobody)).toEqual([]);
    expect(await drivenBy(workerId)).toHaveLength(1);
  });

  it('leaves the attempts of another cluster to workers that see it, and takes local ones anywhere', async () => {
    const { workerId } = await workerWith(1, 'http://elsewhere:8265');
    const [taskId] = await enqueue(db, { runner: 'local' });
    const [local] = await claim(app, workerId);
    expect(local).toMatchObject({ taskId, rayAddress: null });
    await endLease(db, workerId);
    const adopter = await newWorker(db);
    expect(await adopt(adopter)).toEqual([local?.attemptId]);
    expect(await adopt(adopter, { rayAddress: null })).toEqual([]);
    expect(await adopt(adopter, { rayAddress: 'http://elsewhere:8265' })).toHaveLength(1);
  });

  it('takes what is finished but not known to be over, without a word, and nothing that was released', async () => {
    const { workerId, attemptIds } = await workerWith(2);
    const executionId = randomUUID();
    for (const attemptId of attemptIds) await app.run(startAttempt, [attemptId, executionId, null, null]);
    await app.run(finishAttempts, [JSON.stringify(attemptIds.map((id) => finishInput(id, { executionId })))]);
    await app.run(releaseAttempts, [attemptIds.slice(0, 1)]);
    await endLease(db, workerId);
    expect(await adopt(await newWorker(db))).toEqual(attemptIds.slice(1));
    expect(await db.prisma.taskEvent.count()).toBe(0);
  });

  it('goes by portions, over several dead workers', async () => {
    for (const worker of [await workerWith(3), await workerWith(3)]) await endLease(db, worker.workerId);
    const adopter = await newWorker(db);
    const portions = [
      await adopt(adopter, { limit: 4 }),
      await adopt(adopter, { limit: 4 }),
      await adopt(adopter, { limit: 4 }),
    ];
    expect(portions.map(({ length }) => length)).toEqual([4, 2, 0]);
    expect(new Set(portions.flat()).size).toBe(6);
  });

  it('gives each attempt to exactly one of several adopters at once', async () => {
    const dead = [await workerWith(30), await workerWith(30)];
    for (const { workerId } of dead) await endLease(db, workerId);
    const adopters = await Promise.all(Array.from({ length: 5 }, () => newWorker(db)));
    const drain = async (adopter: string): Promise<string[]> => {
      const mine: string[] = [];
      for (let rows = await adopt(adopter, { limit: 7 }); rows.length > 0; rows = await adopt(adopter, { limit: 7 })) {
        mine.push(...rows);
      }
      return mine;
    };
    const adopted = (await Promise.all(adopters.map(drain))).flat();
    // A round that met only locked rows ends early; the next one of anybody takes them.
    adopted.push(...(await drain(adopters[0] ?? '')));
    expect(adopted.toSorted()).toEqual(dead.flatMap(({ attemptIds }) => attemptIds).toSorted());
    const driven = (await Promise.all(adopters.map(drivenBy))).flat();
    expect(driven.toSorted()).toEqual(adopted.toSorted());
  });

  it('waits for nobody who holds an attempt', async () => {
    const { workerId, attemptIds } = await workerWith(2);
    await endLease(db, workerId);
    const client = await db.pool.connect();
    await client.query('BEGIN');
    await client.query('SELECT FROM raydeck.attempt WHERE id = $1 FOR NO KEY UPDATE', [attemptIds[0]]);
    expect(await adopt(await newWorker(db))).toEqual(attemptIds.slice(1));
    await client.query('ROLLBACK');
    client.release();
  });
});

describe('a lease', () => {
  const renew = (workerId: string) => app.run(renewLease, [workerId, 30]);

  it('is renewed as long as it is live, and never again after', async () => {
    const workerId = await newWorker(db, { leaseSeconds: 1 });
    expect(await renew(workerId)).toEqual([{ id: workerId }]);
    await endLease(db, workerId);
    expect(await renew(workerId)).toEqual([]);
    expect(await renew(randomUUID())).toEqual([]);
  });

  it('ends when its worker stops, once', async () => {
    const workerId = await newWorker(db);
    await app.run(stopWorker, [workerId]);
    const stopped = await db.prisma.worker.findUniqueOrThrow({ where: { id: workerId } });
    expect(stopped.stoppedAt).not.toBeNull();
    expect(stopped.leaseExpiresAt.getTime()).toBeLessThanOrEqual(stopped.stoppedAt?.getTime() ?? 0);
    expect(await renew(workerId)).toEqual([]);
    await app.run(stopWorker, [workerId]);
    expect(await db.prisma.worker.findUniqueOrThrow({ where: { id: workerId } })).toEqual(stopped);
  });

  it('belongs to one process start: its id is never taken twice', async () => {
    const workerId = await newWorker(db);
    await expect(
      db.pool.query(
        `INSERT INTO raydeck.worker (id, name, hostname, pid, version, queues, runners, concurrency, lease_expires_at)
         SELECT id, name, hostname, pid, version, queues, runners, concurrency, lease_expires_at FROM raydeck.worker WHERE id = $1`,
        [workerId],
      ),
    ).rejects.toThrow('worker_pkey');
  });
});
