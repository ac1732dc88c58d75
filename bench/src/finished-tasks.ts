import type { Database } from '@raydeck/db';

/** Tasks in one INSERT. */
const fillBatch = 100_000;

/** Tasks that ended up to sixty days ago, with an attempt each, vacuumed and analysed. */
export async function fillFinished(db: Database, tasks: number): Promise<void> {
  for (let from = 0; from < tasks; from += fillBatch) {
    await db.pool.query(
      `WITH made AS (
        INSERT INTO raydeck.task (callable, args, queue, created_by, state, attempt_count, created_at, run_at, finished_at, result)
        SELECT 'shop.tasks.charge', '[1, 2]', CASE WHEN n % 10 = 0 THEN 'q' || n % 7 ELSE 'default' END, 'bench',
          CASE WHEN n % 20 = 7 THEN 'FAILED' ELSE 'SUCCEEDED' END::raydeck.task_state, 1, at, at, at,
          CASE WHEN n % 20 = 7 THEN NULL ELSE '{"ok": true}' END
        FROM (SELECT n, clock_timestamp() - interval '60 days' + n * interval '100 milliseconds' AS at
          FROM generate_series($1::integer, $2::integer) AS n) AS t
        RETURNING id, state, finished_at)
      INSERT INTO raydeck.attempt (task_id, number, runner, state, worker_id, submitted_at, started_at, execution_id, finished_at, released_at)
      SELECT id, 1, 'ray_job', state::text::raydeck.attempt_state, id, finished_at, finished_at, id, finished_at, finished_at FROM made`,
      [from, Math.min(from + fillBatch, tasks) - 1],
    );
  }
  await db.pool.query('VACUUM (ANALYZE) raydeck.task, raydeck.attempt');
}
