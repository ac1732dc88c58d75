import type { Statement } from '../statement.ts';

/** QUEUED tasks past `expires_at` become FAILED, a portion at a time. Served by task_expires_at_idx. */
export const expireTasks: Statement<[limit: number], { taskId: string }> = {
  name: 'expire-tasks',
  text: `
WITH late AS MATERIALIZED (
    SELECT t.id FROM raydeck.task AS t
    WHERE t.state = 'QUEUED' AND t.expires_at <= statement_timestamp()
    ORDER BY t.expires_at LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED
  ),
  failed AS (
    UPDATE raydeck.task AS t SET state = 'FAILED', finished_at = clock_timestamp()
    WHERE t.id = ANY (ARRAY (SELECT id FROM late)) AND t.state::text = 'QUEUED'
    RETURNING t.id
  ),
  event AS (
    INSERT INTO raydeck.task_event (task_id, kind, actor, reason)
    SELECT id, 'expired', 'raydeck', 'it did not start before its expiresAt' FROM failed
  )
SELECT id AS "taskId" FROM failed`,
};
