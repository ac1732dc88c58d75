import type { Statement } from '../statement.ts';

/**
 * RUNNING tasks without a live attempt go back to the line; no move leaves one, so this is for what a restored copy or a hand
 * in the database has left. Served by task_running_id_idx and attempt_task_id_number_key; the moves that end an attempt move its
 * task in the same statement, so no task between two moves is seen.
 */
export const repairTasks: Statement<[limit: number], { taskId: string; state: string }> = {
  name: 'repair-tasks',
  text: `
WITH stranded AS MATERIALIZED (
    SELECT t.id FROM raydeck.task AS t
    WHERE t.state = 'RUNNING' AND t.attempt_count >= 0 AND NOT EXISTS (SELECT FROM raydeck.attempt AS a
      WHERE a.task_id = t.id AND a.state::text IN ('SUBMITTED', 'RUNNING'))
    ORDER BY t.id LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED
  ),
  moved AS (
    UPDATE raydeck.task AS t
    SET state = (CASE WHEN t.cancel_requested_at IS NULL THEN 'QUEUED' ELSE 'CANCELED' END)::raydeck.task_state,
      finished_at = CASE WHEN t.cancel_requested_at IS NOT NULL THEN clock_timestamp() END
    WHERE t.id = ANY (ARRAY (SELECT id FROM stranded)) AND t.state::text = 'RUNNING'
      AND NOT EXISTS (SELECT FROM raydeck.attempt AS a WHERE a.task_id = t.id AND a.state::text IN ('SUBMITTED', 'RUNNING'))
    RETURNING t.id, t.state
  ),
  event AS (
    INSERT INTO raydeck.task_event (task_id, kind, actor, reason)
    SELECT id, 'repaired', 'raydeck', 'it was RUNNING without a live attempt' FROM moved
  )
SELECT id AS "taskId", state::text AS state FROM moved`,
};
