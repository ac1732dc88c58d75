import { claim, enqueue, newWorker, testDatabase, type TestDatabase, until, untilBlocked } from '@raydeck/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../database.ts';
import type { Prisma } from '../generated/client.ts';
import { releaseAttempts } from '../sql/release-attempts.ts';
import { limitedQueues } from '../sql/limited-queues.ts';
import { fenceClaims } from './fence-claims.ts';
import { recountPlaces } from './recount-places.ts';

let db: TestDatabase;
let workerId: string;

beforeAll(async () => {
  db = await testDatabase({ poolSize: 20 });
  await db.pool.query(`INSERT INTO raydeck.queue (name) VALUES ('mail'), ('other')`);
});
beforeEach(async () => {
  await db.pool.query(`TRUNCATE raydeck.task CASCADE; TRUNCATE raydeck.key_counter;
    UPDATE raydeck.limit_counter SET live = 0`);
  await change(async (tx) => {
    await tx.queue.updateMany({ data: { concurrencyLimit: null, keyLimit: null } });
    await tx.control.updateMany({ data: { concurrencyLimit: null } });
  });
  workerId = await newWorker(db);
});
afterAll(() => db.close());

/** As the services change limits: fenced, and with a recount. */
function change(make: (tx: Prisma.TransactionClient) => Promise<unknown>, meanwhile?: () => Promise<unknown>) {
  return db.prisma.$transaction(async (tx) => {
    await fenceClaims(tx);
    await make(tx);
    await recountPlaces(tx, null);
    await meanwhile?.();
  });
}

/** The same database, whose next claim lets a change of limits happen after it has asked which queues have a limit. */
function changedAfterAsking(changing: Promise<unknown>, asked: () => void): Pick<Database, 'pool' | 'run'> {
  return {
    pool: db.pool,
    run: async (statement, values) => {
      const rows = await db.run(statement, values);
      if (statement.name === limitedQueues.name) {
        asked();
        await changing;
      }
      return rows;
    },
  };
}

describe('a limit over all queues that is set', () => {
  it('holds for claims that had asked for the limited queues before', async () => {
    await change((tx) => tx.queue.updateMany({ data: { concurrencyLimit: 50 } }));
    const tasks = ['mail', 'other'].flatMap((queue) => Array.from({ length: 10 }, () => ({ queue })));
    await enqueue(db, ...tasks);
    const { promise: changing, resolve: changed } = Promise.withResolvers<void>();
    let asked = 0;
    const stale = changedAfterAsking(changing, () => void (asked += 1));
    const claims = ['mail', 'other'].map((queue) => claim(stale, workerId, { queues: [queue] }));
    await until('both to have asked', () => Promise.resolve(asked === 2));
    await change((tx) => tx.control.updateMany({ data: { concurrencyLimit: 4 } }));
    changed();
    expect((await Promise.all(claims)).flat()).toEqual([]);
    expect(await claim(db, workerId)).toHaveLength(4);
  });
});

describe('a release that waited for a change of limits', () => {
  it('lowers the counter of a key that the change was the first to count', async () => {
    await enqueue(db, { queue: 'mail', concurrencyKey: 'a' });
    const attemptIds = (await claim(db, workerId)).map(({ attemptId }) => attemptId);
    await db.pool.query(`UPDATE raydeck.attempt SET state = 'CANCELED', finished_at = clock_timestamp();
      UPDATE raydeck.task SET state = 'CANCELED', finished_at = clock_timestamp()`);
    let releasing: Promise<unknown> = Promise.resolve();
    const limitKeys = (tx: Prisma.TransactionClient) =>
      tx.queue.update({ where: { name: 'mail' }, data: { keyLimit: 1 } });
    await change(limitKeys, async () => {
      releasing = db.run(releaseAttempts, [attemptIds]);
      await untilBlocked(db);
    });
    await releasing;
    expect(await db.prisma.keyCounter.findMany()).toEqual([{ queue: 'mail', key: 'a', live: 0, parked: 0 }]);
    await enqueue(db, { queue: 'mail', concurrencyKey: 'a' });
    expect(await claim(db, workerId)).toHaveLength(1);
  });
});

describe('a change of limits among claims that follow each other without a gap', () => {
  it('waits for those under way alone', async () => {
    const begin = async () => {
      const client = await db.pool.connect();
      await client.query('BEGIN; SELECT FROM raydeck.control FOR SHARE');
      return client;
    };
    const first = await begin();
    const changing = change(() => Promise.resolve());
    await untilBlocked(db);
    const second = begin();
    await untilBlocked(db, 2);
    await first.query('COMMIT');
    first.release();
    await changing;
    const client = await second;
    await client.query('COMMIT');
    client.release();
  });
});
