import type { Statement } from '../statement.ts';
import type { SubmissionRow } from './submission-row.ts';

/**
 * Task QUEUED → RUNNING and a new attempt SUBMITTED, for up to `limit` due tasks, in one statement.
 *
 * The ready index is walked lane by lane (queue, priority): each lane is one range of due tasks, so tasks for later cost
 * one probe a lane, whatever their number. Within a lane by `run_at`; lanes by priority; queues of one priority in random
 * order, so that none starves. The `state` and `parked` terms match the partial index; the guard on the update compares
 * text, so that no index can serve it and stale statistics cannot tempt the planner.
 *
 * The runner's term is a CASE, which the planner takes for true every other time: told plainly it is taken for rare, and with
 * fresh statistics each claim then read and sorted the whole backlog (5 to 25 ms for 20,000 due tasks).
 *
 * Locks: tasks only, SKIP LOCKED, so it waits for nobody; the new attempts are nobody else's yet. Does nothing when the
 * worker's lease is over. A crash after the commit leaves live attempts that the worker, or its adopter, reads and drives.
 */
export const claimAttempts: Statement<
  [
    workerId: string,
    queues: string[] | null,
    limit: number,
    runners: string[],
    defaultRunner: string,
    rayAddress: string | null,
    raySession: string | null,
  ],
  SubmissionRow & { waitMs: number }
> = {
  name: 'claim-attempts',
  text: `
WITH RECURSIVE
  open_queue AS MATERIALIZED (
    SELECT q.name, q.runner, q.profile FROM raydeck.queue AS q
    WHERE NOT q.paused AND ($2::text[] IS NULL OR q.name = ANY ($2))
      AND EXISTS (SELECT FROM raydeck.worker AS w
        WHERE w.id = $1 AND w.stopped_at IS NULL AND w.lease_expires_at > clock_timestamp())
  ),
  lane AS (
    SELECT q.name, q.runner, (
      SELECT t.priority FROM raydeck.task AS t WHERE t.state = 'QUEUED' AND NOT t.parked AND t.queue = q.name
      ORDER BY t.priority DESC LIMIT 1) AS priority
    FROM open_queue AS q
    UNION ALL
    SELECT l.name, l.runner, (
      SELECT t.priority FROM raydeck.task AS t
      WHERE t.state = 'QUEUED' AND NOT t.parked AND t.queue = l.name AND t.priority < l.priority
      ORDER BY t.priority DESC LIMIT 1)
    FROM lane AS l WHERE l.priority IS NOT NULL
  ),
  picked AS MATERIALIZED (
    SELECT due.id FROM (SELECT * FROM lane WHERE priority IS NOT NULL ORDER BY priority DESC, random()) AS l
    CROSS JOIN LATERAL (
      SELECT t.id FROM raydeck.task AS t
      WHERE t.state = 'QUEUED' AND NOT t.parked AND t.queue = l.name AND t.priority = l.priority
        AND t.run_at <= statement_timestamp()
        AND (t.expires_at IS NULL OR t.expires_at > statement_timestamp())
        AND CASE WHEN COALESCE(t.runner, l.runner, $5) = ANY ($4) THEN true ELSE false END
      ORDER BY t.run_at, t.id LIMIT $3
      FOR NO KEY UPDATE SKIP LOCKED
    ) AS due
    LIMIT $3
  ),
  moved AS (
    UPDATE raydeck.task AS t
    SET state = 'RUNNING', attempt_count = t.attempt_count + 1, started_at = COALESCE(t.started_at, clock_timestamp())
    WHERE t.id = ANY (ARRAY (SELECT id FROM picked)) AND t.state::text = 'QUEUED'
    RETURNING t.id, t.attempt_count, t.queue, t.runner, t.profile, t.resources, t.run_at, t.priority
  ),
  fresh AS MATERIALIZED (
    SELECT raydeck.uuid_v7() AS id, m.id AS task_id, m.attempt_count AS number, m.queue, m.resources, m.run_at, m.priority,
      COALESCE(m.runner, q.runner, $5) AS runner, p.id AS profile_id, p.name AS profile_name, p.version AS profile_version,
      p.package_hash, p.env_vars
    FROM moved AS m
    JOIN open_queue AS q ON q.name = m.queue
    LEFT JOIN LATERAL (
      SELECT p.* FROM raydeck.profile AS p WHERE p.name = COALESCE(m.profile, q.profile) ORDER BY p.version DESC LIMIT 1
    ) AS p ON true
  ),
  inserted AS (
    INSERT INTO raydeck.attempt (id, task_id, number, runner, profile_id, worker_id, ray_address, ray_session, ray_job_id)
    SELECT f.id, f.task_id, f.number, f.runner, f.profile_id, $1,
      CASE WHEN f.runner <> 'local' THEN $6 END, CASE WHEN f.runner <> 'local' THEN $7 END,
      'rd-' || i.id || '-' || f.id
    FROM fresh AS f, raydeck.installation AS i
  )
SELECT f.id AS "attemptId", f.task_id AS "taskId", f.number, f.queue, f.runner, f.resources,
  'rd-' || i.id || '-' || f.id AS "executionName",
  CASE WHEN f.runner <> 'local' THEN $6 END AS "rayAddress", CASE WHEN f.runner <> 'local' THEN $7 END AS "raySession",
  f.profile_id AS "profileId", f.profile_name AS "profileName", f.profile_version AS "profileVersion",
  f.package_hash AS "packageHash", f.env_vars AS "envVars",
  (extract(epoch FROM clock_timestamp() - f.run_at) * 1000)::float8 AS "waitMs"
FROM fresh AS f, raydeck.installation AS i
ORDER BY f.priority DESC, f.run_at, f.task_id`,
};
