import { randomUUID } from 'node:crypto';
import type { RunnerName } from '@raydeck/core';
import type { Database } from '@raydeck/db';

/** Leaves a task as a worker that was killed leaves it: RUNNING, with a live attempt under a lease that is over. */
export async function abandonAttempt(
  db: Database,
  attempt: { taskId: string; runner: RunnerName; executionId: string | null; silentSeconds: number },
): Promise<void> {
  const { taskId, runner, executionId, silentSeconds } = attempt;
  const workerId = randomUUID();
  const rayAddress = runner === 'local' ? null : (process.env['RAYDECK_TEST_RAY_ADDRESS'] ?? null);
  await db.pool.query(
    `WITH worker AS (
       INSERT INTO raydeck.worker (id, name, hostname, pid, version, queues, runners, concurrency, lease_expires_at)
       VALUES ($1, 'killed', 'h', 1, '0', '{*}', '{}', 1, clock_timestamp() - interval '1 second')),
     task AS (
       UPDATE raydeck.task SET state = 'RUNNING', attempt_count = 1, started_at = clock_timestamp(), run_at = clock_timestamp()
       WHERE id = $2 AND state = 'QUEUED' RETURNING id),
     fresh AS (SELECT raydeck.uuid_v7() AS attempt_id, id FROM task)
     INSERT INTO raydeck.attempt (id, task_id, number, runner, worker_id, ray_address, ray_session, ray_job_id, state, execution_id,
       submitted_at, started_at, last_heartbeat_at)
     SELECT f.attempt_id, f.id, 1, $3, $1, $4, CASE WHEN $4::text IS NOT NULL THEN 'session' END, 'rd-' || i.id || '-' || f.attempt_id,
       (CASE WHEN $5::uuid IS NULL THEN 'SUBMITTED' ELSE 'RUNNING' END)::raydeck.attempt_state, $5::uuid, clock_timestamp(),
       CASE WHEN $5::uuid IS NOT NULL THEN clock_timestamp() END,
       CASE WHEN $5::uuid IS NOT NULL THEN clock_timestamp() - $6 * interval '1 second' END
     FROM fresh AS f, raydeck.installation AS i`,
    [workerId, taskId, runner, rayAddress, executionId, silentSeconds],
  );
}
