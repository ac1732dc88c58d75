import { newWorker, testDatabase } from '@raydeck/testing';
import { expect, it } from 'vitest';
import { claimAttempts, claimLimitedAttempts } from './claim-attempts.ts';

it.each([
  { statement: claimAttempts, more: [[], [], [], []] },
  { statement: claimLimitedAttempts, more: [[], 250] },
])('$statement.name from a backlog of due tasks never reads the table, by any plan', async ({ statement, more }) => {
  const db = await testDatabase({ poolSize: 1 });
  const values = [await newWorker(db), null, 250, ['ray_job'], 'ray_job', 'http://ray:8265', 'session', ...more];
  await db.pool.query(`INSERT INTO raydeck.task (callable, queue, created_by)
    SELECT 'a.b', 'default', 'test' FROM generate_series(1, 20000)`);
  await db.pool.query('ANALYZE raydeck.task');
  for (const mode of ['force_custom_plan', 'force_generic_plan']) {
    await db.pool.query(`SET plan_cache_mode = ${mode}`);
    const text = `EXPLAIN ${statement.text}`;
    const { rows } = await db.pool.query<{ 'QUERY PLAN': string }>({ name: mode, text, values });
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toContain('task_ready_idx');
    expect(plan).not.toContain('Seq Scan on task');
  }
  await db.close();
});
