import type { Statement } from '../statement.ts';

/**
 * Brings parked tasks of keys with free places back into the line, the most urgent first, at most 200 keys a call. Runs under
 * the counters' lock (lock-limits), so no other claim counts meanwhile; tasks that somebody else has locked are skipped and
 * come with a later call. A key that had fewer tasks parked than its counter says starts again from none.
 */
export const unparkTasks: Statement<[queues: string[]], { taskId: string }> = {
  name: 'unpark-tasks',
  text: `
WITH open_key AS MATERIALIZED (
    SELECT y.queue, y.key, LEAST(y.parked, COALESCE(q.key_limit - y.live, 1000)) AS wanted
    FROM raydeck.queue AS q
    CROSS JOIN LATERAL (
      SELECT y.* FROM raydeck.key_counter AS y
      WHERE y.queue = q.name AND y.parked > 0 AND (q.key_limit IS NULL OR y.live < q.key_limit) LIMIT 200
    ) AS y
    WHERE q.name = ANY ($1::text[])
  ),
  picked AS MATERIALIZED (
    SELECT t.id, k.queue, k.key FROM open_key AS k
    CROSS JOIN LATERAL (
      SELECT t.id FROM raydeck.task AS t
      WHERE t.state = 'QUEUED' AND t.parked AND t.queue = k.queue AND t.concurrency_key = k.key
      ORDER BY t.priority DESC, t.run_at, t.id LIMIT k.wanted
      FOR NO KEY UPDATE SKIP LOCKED
    ) AS t
  ),
  counted AS (
    UPDATE raydeck.key_counter AS y
    SET parked = CASE WHEN n.found < n.wanted THEN 0 ELSE GREATEST(0, y.parked - n.found) END
    FROM (
      SELECT k.queue, k.key, k.wanted, count(p.id)::integer AS found
      FROM open_key AS k LEFT JOIN picked AS p ON p.queue = k.queue AND p.key = k.key
      GROUP BY k.queue, k.key, k.wanted
    ) AS n
    WHERE y.queue = n.queue AND y.key = n.key
  )
UPDATE raydeck.task AS t SET parked = false
WHERE t.id = ANY (ARRAY (SELECT id FROM picked)) AND t.state::text = 'QUEUED' AND t.parked
RETURNING t.id AS "taskId"`,
};
