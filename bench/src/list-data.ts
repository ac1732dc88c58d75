import type { Database } from '@raydeck/db';

/** Tasks in one INSERT. */
const batch = 100_000;

/** When the oldest task was made; the newest is of now. */
export const spanDays = 30;

/**
 * Tasks of thirty days, oldest first: 92 % SUCCEEDED, 5 % FAILED after two attempts, 1 % CANCELED, the newest 2 % QUEUED or RUNNING;
 * in 20 queues, of 200 callables. `retried` percent of the SUCCEEDED failed once before. A few of each kind are rare and old, which is the worst there is to look for.
 */
export async function fillTasks(
  db: Database,
  tasks: number,
  { retried = 0 }: { retried?: number } = {},
): Promise<void> {
  await db.pool.query(
    `INSERT INTO raydeck.queue (name, runner, profile) SELECT 'q' || i, CASE WHEN i % 2 = 0 THEN 'local' END, 'p' || i
    FROM generate_series(0, 19) AS i UNION ALL SELECT 'rare', 'ray_job', 'rare'`,
  );
  for (let from = 0; from < tasks; from += batch) {
    await db.pool.query(tasksText, [from, Math.min(from + batch, tasks) - 1, tasks, spanDays, retried]);
  }
  await db.pool.query(attemptsText);
  await db.pool.query('VACUUM (ANALYZE) raydeck.task, raydeck.attempt');
}

/** An id of its own time, as the door would have made it. */
const tasksText = `
  INSERT INTO raydeck.task (id, callable, args, queue, created_by, state, created_at, run_at, started_at, finished_at, attempt_count,
    result, tags)
  SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(md5(i::text), 1, 3) || '8'
      || substr(md5(i::text), 4, 15))::uuid,
    CASE WHEN i < 20 THEN 'rare.task' ELSE format('shop.module%s.task%s', i % 20, i % 200) END, '[1, 2]',
    CASE WHEN i < 20 THEN 'rare' ELSE 'q' || i % 20 END, CASE WHEN i < 20 THEN 'user:rare@example.com' ELSE 'key:ci/' || i % 10 END,
    state::raydeck.task_state, at, at, CASE WHEN state NOT IN ('QUEUED', 'CANCELED') THEN at + interval '1 second' END,
    CASE WHEN state IN ('SUCCEEDED', 'FAILED', 'CANCELED') THEN at + interval '9 seconds' END,
    CASE state WHEN 'SUCCEEDED' THEN CASE WHEN i / 20 % 100 < $5 THEN 2 ELSE 1 END WHEN 'RUNNING' THEN 1 WHEN 'FAILED' THEN 2 ELSE 0 END,
    CASE WHEN state = 'SUCCEEDED' THEN '{"ok": true}' END,
    CASE WHEN i < 20 THEN ARRAY['rare'] WHEN i % 7 = 0 THEN ARRAY['vip', 'eu'] ELSE ARRAY['eu'] END
  FROM (SELECT i, now() - ($4 || ' days')::interval * (1 - i::float8 / $3) AS at,
      CASE WHEN i < 20 THEN 'FAILED' WHEN i > $3 * 0.999 THEN 'RUNNING' WHEN i > $3 * 0.98 THEN 'QUEUED'
        WHEN i % 20 = 7 THEN 'FAILED' WHEN i % 100 = 1 THEN 'CANCELED' ELSE 'SUCCEEDED' END AS state
    FROM generate_series($1::int, $2::int) AS i) AS made`;

/** One for each that was made, with an id of its task's time. */
const attemptsText = `
  INSERT INTO raydeck.attempt (id, task_id, number, runner, state, worker_id, submitted_at, started_at, finished_at, released_at,
    execution_id, ray_job_id, ray_node_id, error_class, error_message)
  SELECT made.id, t.id, n, CASE WHEN t.queue ~ '[02468]$' THEN 'local' ELSE 'ray_job' END,
    (CASE WHEN n < t.attempt_count THEN 'FAILED' ELSE t.state::text END)::raydeck.attempt_state,
    t.id, t.run_at, t.started_at, t.finished_at, t.finished_at, t.id,
    'rd-' || i.id || '-' || made.id,
    CASE WHEN t.queue = 'rare' THEN 'rare' ELSE 'node' || abs(hashtext(t.id::text)) % 50 END,
    CASE WHEN t.state <> 'FAILED' AND n = t.attempt_count THEN NULL WHEN t.queue = 'rare' THEN 'rare.Error'
      ELSE 'shop.Error' || abs(hashtext(t.id::text)) % 20 END,
    CASE WHEN t.state <> 'FAILED' AND n = t.attempt_count THEN NULL WHEN t.queue = 'rare' THEN 'the needle was not found'
      ELSE format('card %s refused: the bank %s does not answer within %s seconds', left(t.id::text, 8), t.queue, n) END
  FROM raydeck.task AS t, raydeck.installation AS i, generate_series(1, 2) AS n,
    LATERAL (SELECT overlay(t.id::text PLACING 'a' || n FROM 35)::uuid AS id) AS made
  WHERE t.attempt_count >= n ORDER BY t.id`;
