import type { Statement } from '../statement.ts';

/**
 * Queues whose counters do not say what their attempts and parked tasks say. A claim and a release write both in one
 * transaction, so one snapshot shows no difference but a real one. Served by attempt_slot_idx and task_parked_idx.
 */
export const driftedLimits: Statement<[], { queue: string; what: string }> = {
  name: 'drifted-limits',
  text: `
WITH held AS MATERIALIZED (
    SELECT a.slot_queue AS queue, a.slot_key AS key, count(*)::integer AS live FROM raydeck.attempt AS a
    WHERE a.released_at IS NULL AND a.slot_queue IS NOT NULL GROUP BY a.slot_queue, a.slot_key
  ),
  parked AS MATERIALIZED (
    SELECT t.queue, t.concurrency_key AS key, count(*)::integer AS parked FROM raydeck.task AS t
    WHERE t.state = 'QUEUED' AND t.parked AND t.concurrency_key IS NOT NULL GROUP BY t.queue, t.concurrency_key
  )
SELECT k.queue, format('counted %s places, held %s', k.live, COALESCE(h.live, 0)) AS what
FROM raydeck.limit_counter AS k
LEFT JOIN (SELECT queue, sum(live)::integer AS live FROM held GROUP BY queue) AS h ON h.queue = k.queue
WHERE k.queue <> '' AND k.live <> COALESCE(h.live, 0)
UNION ALL
SELECT COALESCE(y.queue, h.queue), format('a key counted %s places, held %s', COALESCE(y.live, 0), COALESCE(h.live, 0))
FROM raydeck.key_counter AS y
FULL JOIN (SELECT * FROM held WHERE key IS NOT NULL) AS h ON h.queue = y.queue AND h.key = y.key
WHERE COALESCE(y.live, 0) <> COALESCE(h.live, 0)
UNION ALL
SELECT p.queue, format('a key counted %s parked tasks, there are %s', COALESCE(y.parked, 0), p.parked)
FROM parked AS p LEFT JOIN raydeck.key_counter AS y ON y.queue = p.queue AND y.key = p.key
WHERE COALESCE(y.parked, 0) < p.parked
LIMIT 100`,
};
