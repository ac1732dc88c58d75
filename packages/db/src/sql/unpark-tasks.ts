import type { Statement } from '../statement.ts';

/**
 * Brings parked tasks of keys with free places back into the line, the most urgent of each key first: at most 200 keys a call, the
 * idlest first, and 1,000 tasks, so that no backlog makes a claim outlast its timeout; none while the queue or the whole has no
 * free place. Runs under the counters' lock (lock-limits), so no other claim counts meanwhile.
 *
 * A key with fewer tasks found than its counter says is counted anew. Tasks that somebody else has locked are skipped, still
 * counted, and come with a later call.
 */
export const unparkTasks: Statement<[queues: string[]], { taskId: string }> = {
  name: 'unpark-tasks',
  text: `
WITH open_key AS MATERIALIZED (
    SELECT y.queue, y.key, LEAST(y.parked, q.key_limit - y.live, 250) AS wanted
    FROM raydeck.control AS c
    CROSS JOIN raydeck.queue AS q
    JOIN raydeck.limit_counter AS k ON k.queue = q.name
    CROSS JOIN LATERAL (
      SELECT y.* FROM raydeck.key_counter AS y
      WHERE y.queue = q.name AND y.parked > 0 AND (q.key_limit IS NULL OR y.live < q.key_limit) ORDER BY y.live LIMIT 200
    ) AS y
    WHERE q.name = ANY ($1::text[]) AND (q.concurrency_limit IS NULL OR k.live < q.concurrency_limit)
      AND (c.concurrency_limit IS NULL OR c.concurrency_limit > (SELECT sum(k.live) FROM raydeck.limit_counter AS k))
  ),
  picked AS MATERIALIZED (
    SELECT t.id, k.queue, k.key FROM open_key AS k
    CROSS JOIN LATERAL (
      SELECT t.id FROM raydeck.task AS t
      WHERE t.state = 'QUEUED' AND t.parked AND t.queue = k.queue AND t.concurrency_key = k.key
      ORDER BY t.priority DESC, t.run_at, t.id LIMIT k.wanted
      FOR NO KEY UPDATE SKIP LOCKED
    ) AS t
    LIMIT 1000
  ),
  counted AS (
    UPDATE raydeck.key_counter AS y
    SET parked = CASE
      WHEN n.found < n.wanted AND (SELECT count(*) FROM picked) < 1000 THEN GREATEST(0, (
        SELECT count(*)::integer FROM raydeck.task AS t
        WHERE t.state = 'QUEUED' AND t.parked AND t.queue = n.queue AND t.concurrency_key = n.key) - n.found)
      ELSE GREATEST(0, y.parked - n.found) END
    FROM (
      SELECT k.queue, k.key, k.wanted, count(p.id)::integer AS found
      FROM open_key AS k LEFT JOIN picked AS p ON p.queue = k.queue AND p.key = k.key
      GROUP BY k.queue, k.key, k.wanted
    ) AS n
    WHERE y.queue = n.queue AND y.key = n.key AND (n.found > 0 OR (SELECT count(*) FROM picked) < 1000)
  )
UPDATE raydeck.task AS t SET parked = false
WHERE t.id = ANY (ARRAY (SELECT id FROM picked)) AND t.state::text = 'QUEUED' AND t.parked
RETURNING t.id AS "taskId"`,
};
