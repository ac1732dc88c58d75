import { claimFrom, newWorker, testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ClaimMark } from '../claim-tasks.ts';
import { claimAttempts } from './claim-attempts.ts';

/**
 * A snapshot that is held open keeps the entries of claimed tasks in the ready index. What a claim costs then: pages looked at, not time.
 */
const backlog = 20_000;
const batch = 250;

let db: TestDatabase;
let workerId: string;
let marks: readonly ClaimMark[] = [];
let release: () => void;

beforeAll(async () => {
  db = await testDatabase({ poolSize: 2 });
  workerId = await newWorker(db);
  await db.pool.query(
    `INSERT INTO raydeck.task (callable, queue, created_by)
    SELECT 'a.b', 'default', 'test' FROM generate_series(1, $1::integer)`,
    [backlog],
  );
  const holder = await db.pool.connect();
  await holder.query('SET idle_in_transaction_session_timeout = 0; BEGIN ISOLATION LEVEL REPEATABLE READ');
  await holder.query('SELECT FROM raydeck.worker');
  release = () => holder.release(true);
  for (let taken = 0; taken < backlog / 2; taken += batch) {
    const claimed = await claimFrom(db, workerId, batch, marks);
    if (claimed.attempts.length < batch) throw new Error('A claim came to the end of the backlog.');
    marks = claimed.marks;
  }
});
afterAll(async () => {
  release();
  await db.close();
});

/** Pages that a claim of one task looks at. */
async function pagesFrom(from: readonly ClaimMark[], mode: string): Promise<number> {
  const client = await db.pool.connect();
  try {
    await client.query(`BEGIN; SET LOCAL plan_cache_mode = ${mode}`);
    const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }>({
      name: `explain ${mode} ${from.length}`,
      text: `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON, TIMING OFF) ${claimAttempts.text}`,
      values: [
        workerId,
        null,
        1,
        ['local'],
        'local',
        null,
        null,
        from.map(({ queue }) => queue),
        from.map(({ priority }) => priority),
        from.map(({ runAt }) => runAt),
        from.map(({ taskId }) => taskId),
      ],
    });
    const plan = rows[0]?.['QUERY PLAN'][0].Plan ?? {};
    return (plan['Shared Hit Blocks'] ?? NaN) + (plan['Shared Read Blocks'] ?? NaN);
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

it.each(['force_custom_plan', 'force_generic_plan'])(
  'a claim from its mark on walks past nothing, by %s',
  async (mode) => {
    const [fromMark, fromFront] = [await pagesFrom(marks, mode), await pagesFrom([], mode)];
    expect(fromMark).toBeLessThan(fromFront / 3);
  },
);
