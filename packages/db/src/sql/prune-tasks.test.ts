import { randomUUID } from 'node:crypto';
import { testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countPrunable } from './count-prunable.ts';
import { finishedLanes } from './finished-lanes.ts';
import { pruneTasks } from './prune-tasks.ts';

/**
 * What pruning costs among a hundred thousand finished tasks: pages looked at, not time. A plan that reads a table, as stale
 * statistics might tempt to, would look at thousands.
 */
const finished = 100_000;
const fewPages = 500;
const portion = 100;

describe.each(['fresh', 'stale'])('with %s statistics', (statistics) => {
  let db: TestDatabase;

  beforeAll(async () => {
    db = await testDatabase({ poolSize: 1 });
    await db.pool.query('ALTER TABLE raydeck.task SET (autovacuum_enabled = false)');
    await db.pool.query('ALTER TABLE raydeck.attempt SET (autovacuum_enabled = false)');
    await db.pool.query('VACUUM ANALYZE raydeck.task, raydeck.attempt, raydeck.task_event');
    await db.pool.query(
      `WITH made AS (
         INSERT INTO raydeck.task (callable, queue, created_by, state, attempt_count, finished_at)
         SELECT 'a.b', 'q' || n % 5, 'test', CASE WHEN n % 10 = 0 THEN 'FAILED' ELSE 'SUCCEEDED' END::raydeck.task_state, 1,
           clock_timestamp() - n * interval '1 minute' FROM generate_series(1, $1::integer) AS n RETURNING id, state, finished_at)
       INSERT INTO raydeck.attempt (task_id, number, runner, state, worker_id, submitted_at, started_at, execution_id, finished_at, released_at)
       SELECT id, 1, 'local', state::text::raydeck.attempt_state, id, finished_at, finished_at, id, finished_at, finished_at FROM made`,
      [finished],
    );
    if (statistics === 'fresh') await db.pool.query('ANALYZE raydeck.task, raydeck.attempt');
  });
  afterAll(() => db.close());

  /** Pages that the statement looks at, by its most general plan and its most particular one; it is undone. */
  async function pagesOf(text: string, values: unknown[]): Promise<number> {
    const pages: number[] = [];
    for (const mode of ['force_custom_plan', 'force_generic_plan']) {
      await db.pool.query(`BEGIN; SET LOCAL plan_cache_mode = ${mode}`);
      const { rows } = await db.pool.query<{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }>({
        name: randomUUID(),
        text: `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON, TIMING OFF) ${text}`,
        values,
      });
      await db.pool.query('ROLLBACK');
      const plan = rows[0]?.['QUERY PLAN'][0].Plan ?? {};
      pages.push((plan['Shared Hit Blocks'] ?? NaN) + (plan['Shared Read Blocks'] ?? NaN));
    }
    return Math.max(...pages);
  }

  const prune = (keepSeconds: number) =>
    pagesOf(pruneTasks.text, [randomUUID(), 'q1', 'SUCCEEDED', keepSeconds, '-infinity', randomUUID(), portion]);

  it('a portion that finds nothing old enough looks at few pages', async () => {
    expect(await prune(1e9)).toBeLessThan(fewPages);
  });

  it('a full portion looks at little more than its rows', async () => {
    expect(await prune(0)).toBeLessThan(fewPages + portion * 40);
  });

  it('the lanes are found in few pages, and a lane is counted by its index alone', async () => {
    expect(await pagesOf(finishedLanes.text, [])).toBeLessThan(fewPages);
    expect(await pagesOf(countPrunable.text, ['q1', 'SUCCEEDED', 0, portion])).toBeLessThan(fewPages);
  });
});
