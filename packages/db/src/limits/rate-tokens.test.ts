import { claim, enqueue, newWorker, testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
  await db.pool.query(`INSERT INTO raydeck.queue (name, rate_tasks, rate_seconds) VALUES ('mail', 1000, 1)`);
});
afterAll(() => db.close());

it('a claim keeps every token that came while it was under way', async () => {
  const workerId = await newWorker(db);
  await enqueue(db, ...Array.from({ length: 40 }, () => ({ queue: 'mail' })));
  await db.pool.query(
    `UPDATE raydeck.limit_counter SET tokens = 100, refilled_at = clock_timestamp() WHERE queue = 'mail'`,
  );
  for (let round = 0; round < 10; round += 1) {
    const before = await bucket();
    const taken = (await claim(db, workerId, { limit: 2 })).length;
    const after = await bucket();
    const gained = Math.min(1000, before.tokens + (after.refilledMs - before.refilledMs)) - taken;
    expect(taken).toBe(2);
    expect(after.tokens).toBeCloseTo(gained, 1);
  }
});

async function bucket(): Promise<{ tokens: number; refilledMs: number }> {
  const { rows } = await db.pool.query<{ tokens: number; refilledMs: number }>(
    `SELECT tokens, (extract(epoch FROM refilled_at) * 1000)::float8 AS "refilledMs"
     FROM raydeck.limit_counter WHERE queue = 'mail'`,
  );
  return rows[0] ?? { tokens: NaN, refilledMs: NaN };
}
