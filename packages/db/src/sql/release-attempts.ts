import type { Statement } from '../statement.ts';

/**
 * Frees the places of attempts whose execution is known to be over, and lowers the counters that they were counted in.
 * Repeats change nothing. Locks attempts by id, then counters by queue; waits for claims of the same queues, which are short.
 *
 * A key's counter is met by an insert: a change of limits that was waited for may have made it, which the snapshot of this
 * statement does not show to an update.
 */
export const releaseAttempts: Statement<[attemptIds: string[]], { attemptId: string; taskId: string }> = {
  name: 'release-attempts',
  text: `
WITH held AS MATERIALIZED (
    SELECT a.id FROM raydeck.attempt AS a
    WHERE a.id = ANY ($1::uuid[]) AND a.finished_at IS NOT NULL AND a.released_at IS NULL
    ORDER BY a.id FOR NO KEY UPDATE
  ),
  released AS (
    UPDATE raydeck.attempt AS a SET released_at = clock_timestamp()
    FROM held AS h WHERE a.id = h.id AND a.released_at IS NULL
    RETURNING a.id, a.task_id, a.slot_queue, a.slot_key
  ),
  locked AS MATERIALIZED (
    SELECT k.queue FROM raydeck.limit_counter AS k
    WHERE k.queue IN (SELECT r.slot_queue FROM released AS r WHERE r.slot_queue IS NOT NULL)
    ORDER BY k.queue FOR NO KEY UPDATE
  ),
  lowered AS (
    UPDATE raydeck.limit_counter AS k SET live = GREATEST(0, k.live - n.count)
    FROM (
      SELECT l.queue, count(*)::integer AS count FROM locked AS l JOIN released AS r ON r.slot_queue = l.queue GROUP BY l.queue
    ) AS n
    WHERE k.queue = n.queue
  ),
  freed_key AS MATERIALIZED (
    SELECT l.queue, r.slot_key AS key, count(*)::integer AS count FROM locked AS l
    JOIN released AS r ON r.slot_queue = l.queue AND r.slot_key IS NOT NULL GROUP BY l.queue, r.slot_key
  ),
  key_lowered AS (
    INSERT INTO raydeck.key_counter AS y (queue, key) SELECT f.queue, f.key FROM freed_key AS f
    ON CONFLICT ON CONSTRAINT key_counter_pkey DO UPDATE SET live = GREATEST(0, y.live - (
      SELECT f.count FROM freed_key AS f WHERE f.queue = EXCLUDED.queue AND f.key = EXCLUDED.key))
  )
SELECT r.id AS "attemptId", r.task_id AS "taskId" FROM released AS r`,
};
