import type { Statement } from '../statement.ts';

/**
 * The queues and states in which finished tasks stand that are not pinned, with the time of the oldest: also queues that are deleted.
 * Steps from lane to lane through task_retention_idx, so that it costs the number of lanes, not of tasks.
 */
export const finishedLanes: Statement<[], { queue: string; state: string; oldestAt: Date }> = {
  name: 'finished-lanes',
  text: `
WITH RECURSIVE lane AS (
    (SELECT t.queue, t.state, t.finished_at FROM raydeck.task AS t WHERE t.finished_at IS NOT NULL AND NOT t.pinned
     ORDER BY t.queue, t.state, t.finished_at LIMIT 1)
    UNION ALL
    SELECT n.queue, n.state, n.finished_at FROM lane AS l CROSS JOIN LATERAL (
      SELECT t.queue, t.state, t.finished_at FROM raydeck.task AS t
      WHERE t.finished_at IS NOT NULL AND NOT t.pinned AND (t.queue, t.state) > (l.queue, l.state)
      ORDER BY t.queue, t.state, t.finished_at LIMIT 1) AS n
  )
SELECT queue, state::text AS state, finished_at AS "oldestAt" FROM lane`,
};
