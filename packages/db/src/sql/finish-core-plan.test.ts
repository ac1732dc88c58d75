import { newWorker, testDatabase } from '@raydeck/testing';
import { expect, it } from 'vitest';
import { createDatabase } from '../database.ts';
import { finishCoreSuccesses } from './finish-core-successes.ts';

const among = 20_000;
const group = 250;
/** For each row: two updates with their indexes. A plan that reads the table looks at thousands more. */
const pagesEach = 45;

const running = `
  WITH t AS (INSERT INTO raydeck.task (callable, queue, created_by, state, started_at, attempt_count)
    SELECT 'a.b', 'default', 'test', 'RUNNING', clock_timestamp(), 1 FROM generate_series(1, $2::integer) RETURNING id)
  INSERT INTO raydeck.attempt (task_id, number, runner, worker_id) SELECT t.id, 1, 'ray_core', $1 FROM t`;

it.each([
  'with fresh statistics',
  'with stale ones',
  'by a plan that was kept from empty tables',
  'by a plan that was kept from small tables',
])('a group of outcomes looks at its own rows: %s', async (how) => {
  const test = await testDatabase({ poolSize: 1 });
  const db = createDatabase({
    connectionString: test.url,
    applicationName: 'worker',
    poolSize: 1,
    byIndexOnly: true,
  });
  await db.pool.query('ALTER TABLE raydeck.task SET (autovacuum_enabled = false)');
  await db.pool.query('ALTER TABLE raydeck.attempt SET (autovacuum_enabled = false)');
  await db.pool.query('VACUUM ANALYZE raydeck.task, raydeck.attempt');
  const workerId = await newWorker(test);
  await db.pool.query('SET plan_cache_mode = force_generic_plan');
  await db.pool.query(`PREPARE finish (text, uuid) AS ${finishCoreSuccesses.text}`);
  if (how.endsWith('small tables')) {
    await db.pool.query(running, [workerId, 4]);
    await db.pool.query(`UPDATE raydeck.attempt SET state = 'SUCCEEDED', finished_at = clock_timestamp()`);
    await db.pool.query('ANALYZE raydeck.task, raydeck.attempt');
    await db.pool.query(running, [workerId, 1_000]);
  }
  if (how.startsWith('by a plan')) await db.pool.query(`EXECUTE finish ('[]', '${workerId}')`);
  await db.pool.query(running, [workerId, among]);
  if (how.includes('fresh')) await db.pool.query('ANALYZE raydeck.task, raydeck.attempt');
  const { rows: attempts } = await db.pool.query<{ id: string }>(
    `SELECT id FROM raydeck.attempt WHERE state = 'SUBMITTED' LIMIT $1`,
    [group],
  );
  const successes = attempts.map(({ id }) => ({
    attemptId: id,
    executionId: id,
    result: '1',
    runMs: 1,
    outcomeDigest: 'd',
  }));
  const { rows } = await db.pool.query<{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }>(
    `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON, TIMING OFF) EXECUTE finish ('${JSON.stringify(successes)}', '${workerId}')`,
  );
  const plan = rows[0]?.['QUERY PLAN'][0].Plan ?? {};
  expect(plan['Actual Rows']).toBe(group);
  expect((plan['Shared Hit Blocks'] ?? NaN) + (plan['Shared Read Blocks'] ?? NaN)).toBeLessThan(group * pagesEach);
  await db.close();
  await test.close();
});
