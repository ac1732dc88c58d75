import { newWorker, testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimAttempts, claimLimitedAttempts } from './claim-attempts.ts';
import { nextDue } from './next-due.ts';

/**
 * What the poll costs with a hundred thousand tasks that are not due, in 20 priorities: pages looked at, not time. A plan
 * that walks the future would look at thousands; so would one that stale statistics tempted to read the table.
 */
const backlog = 100_000;
const fewPages = 500;

/** Both claims, with what the limited one is told beside: no queue is locked. */
const claims = [
  { statement: claimAttempts, more: [[], [], [], []] },
  { statement: claimLimitedAttempts, more: [[], 100] },
];

describe.each(['fresh', 'stale'])('with %s statistics and a large backlog for later', (statistics) => {
  let db: TestDatabase;
  let workerId: string;

  beforeAll(async () => {
    db = await testDatabase({ poolSize: 1 });
    workerId = await newWorker(db);
    await db.pool.query('ALTER TABLE raydeck.task SET (autovacuum_enabled = false)');
    await db.pool.query('VACUUM ANALYZE raydeck.task, raydeck.attempt');
    await db.pool.query(
      `INSERT INTO raydeck.task (callable, queue, created_by, priority, run_at)
       SELECT 'a.b', 'default', 'test', n % 20 - 10, clock_timestamp() + n * interval '1 second' + interval '1 hour'
       FROM generate_series(1, $1::integer) AS n`,
      [backlog],
    );
    if (statistics === 'fresh') await db.pool.query('ANALYZE raydeck.task');
  });
  afterAll(() => db.close());

  /** Pages that the statement looks at, by its most general plan and its most particular one. */
  async function pagesOf(name: string, text: string, values: unknown[]): Promise<number[]> {
    const pages: number[] = [];
    for (const mode of ['force_custom_plan', 'force_generic_plan']) {
      await db.pool.query(`BEGIN; SET LOCAL plan_cache_mode = ${mode}`);
      const { rows } = await db.pool.query<{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }>({
        name: `explain ${name} ${mode}`,
        text: `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON, TIMING OFF) ${text}`,
        values,
      });
      await db.pool.query('ROLLBACK');
      const plan = rows[0]?.['QUERY PLAN'][0].Plan ?? {};
      pages.push((plan['Shared Hit Blocks'] ?? NaN) + (plan['Shared Read Blocks'] ?? NaN));
    }
    return pages;
  }

  const pagesOfClaim = ({ statement, more }: (typeof claims)[number]) =>
    pagesOf(statement.name, statement.text, [
      workerId,
      null,
      100,
      ['ray_job'],
      'ray_job',
      'http://ray:8265',
      'session',
      ...more,
    ]);

  it.each(claims)('$statement.name, which finds nothing, looks at few pages', async (claim) => {
    const pages = await pagesOfClaim(claim);
    expect(Math.max(...pages)).toBeLessThan(fewPages);
  });

  it.each(claims)('$statement.name, which finds a hundred tasks among them, looks at little more', async (claim) => {
    await db.pool.query(`
      INSERT INTO raydeck.task (callable, queue, created_by, priority)
      SELECT 'a.b', 'default', 'test', n % 20 - 10 FROM generate_series(1, 100) AS n`);
    const pages = await pagesOfClaim(claim);
    // Each claimed task costs a few pages for its row, its attempt and their indexes.
    expect(Math.max(...pages)).toBeLessThan(fewPages + 100 * 25);
  });

  it('the time of the next due task is found in few pages', async () => {
    expect(Math.max(...(await pagesOf('next', nextDue.text, [null])))).toBeLessThan(fewPages);
  });
});
