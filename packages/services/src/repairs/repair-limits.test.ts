import type { DomainEvent } from '@raydeck/core';
import { claim, enqueue, newWorker, testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { repairLimits } from './repair-limits.ts';

let db: TestDatabase;
let workerId: string;
const events: DomainEvent[] = [];
const repair = () => repairLimits({ db, emit: (event) => events.push(event) });

beforeAll(async () => {
  db = await testDatabase();
  await db.pool.query(`INSERT INTO raydeck.queue (name, concurrency_limit, key_limit) VALUES ('mail', 3, 1)`);
});
beforeEach(async () => {
  await db.pool.query(`TRUNCATE raydeck.task CASCADE; TRUNCATE raydeck.key_counter, raydeck.audit_log;
    UPDATE raydeck.limit_counter SET live = 0`);
  events.length = 0;
  workerId = await newWorker(db);
  await enqueue(db, ...['a', 'a', 'b', 'b'].map((concurrencyKey) => ({ queue: 'mail', concurrencyKey })));
  await claim(db, workerId);
});
afterAll(() => db.close());

const placesOf = async () => (await db.prisma.limitCounter.findUniqueOrThrow({ where: { queue: 'mail' } })).live;

describe('repairLimits', () => {
  it('finds nothing where claims and releases alone have counted', async () => {
    expect([await repair(), events, await db.prisma.auditLog.count()]).toEqual([[], [], 0]);
  });

  it.each([
    [
      'places counted too many',
      `UPDATE raydeck.limit_counter SET live = 3 WHERE queue = 'mail'`,
      'counted 3 places, held 2',
    ],
    [
      'places not counted',
      `UPDATE raydeck.limit_counter SET live = 0 WHERE queue = 'mail'`,
      'counted 0 places, held 2',
    ],
    ['a key counted too many', `UPDATE raydeck.key_counter SET live = 2 WHERE key = 'a'`, 'counted 2 places, held 1'],
    ['a key not counted', `DELETE FROM raydeck.key_counter WHERE key = 'a'`, 'counted 0 places, held 1'],
    ['parked tasks forgotten', `UPDATE raydeck.key_counter SET parked = 0`, 'counted 0 parked tasks, there are 1'],
  ])('counts %s anew, says so, and is done with it', async (_, breakage, reason) => {
    await db.pool.query(breakage);
    expect(await repair()).toEqual(['mail']);
    expect(await placesOf()).toBe(2);
    expect(await db.prisma.keyCounter.findMany({ orderBy: { key: 'asc' } })).toEqual([
      { queue: 'mail', key: 'a', live: 1, parked: 1 },
      { queue: 'mail', key: 'b', live: 1, parked: 1 },
    ]);
    expect(events).toMatchObject([{ type: 'limits.repaired', queue: 'mail', reason: expect.stringContaining(reason) }]);
    expect(await db.prisma.auditLog.findMany()).toMatchObject([{ action: 'queue.recount', targetId: 'mail' }]);
    expect(await repair()).toEqual([]);
  });

  it('finds no difference while others claim and release', async () => {
    const others = Array.from({ length: 5 }, async () => {
      for (let round = 0; round < 10; round += 1) {
        await enqueue(db, { queue: 'mail' });
        await claim(db, workerId);
      }
    });
    const found: string[] = [];
    for (let round = 0; round < 20; round += 1) found.push(...(await repair()));
    await Promise.all(others);
    expect(found).toEqual([]);
  });
});
