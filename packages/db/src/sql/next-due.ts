import type { Statement } from '../statement.ts';
import { tokensNow } from './limited.ts';
import { selectLimitedQueues } from './limited-queues.ts';

/**
 * Milliseconds until the next QUEUED task of these queues is due, 0 for overdue ones; and until a queue whose rate is used up
 * may go on. Null when there is none. `hasLimited`: queues with a limit have tasks, or some to unpark, of which only a claim can tell more.
 */
export const nextDue: Statement<
  [queues: string[] | null],
  { dueInMs: number | null; tokenInMs: number | null; hasLimited: boolean }
> = {
  name: 'next-due',
  text: `
WITH RECURSIVE
  lane AS (
    SELECT q.name, (SELECT t.priority FROM raydeck.task AS t WHERE t.state = 'QUEUED' AND NOT t.parked AND t.queue = q.name
      ORDER BY t.priority DESC LIMIT 1) AS priority
    FROM raydeck.queue AS q WHERE NOT q.paused AND ($1::text[] IS NULL OR q.name = ANY ($1))
    UNION ALL
    SELECT l.name, (SELECT t.priority FROM raydeck.task AS t WHERE t.state = 'QUEUED' AND NOT t.parked AND t.queue = l.name
      AND t.priority < l.priority ORDER BY t.priority DESC LIMIT 1)
    FROM lane AS l WHERE l.priority IS NOT NULL
  )
SELECT CASE WHEN min(due.run_at) IS NOT NULL
  THEN GREATEST(0, extract(epoch FROM min(due.run_at) - clock_timestamp()) * 1000)::float8 END AS "dueInMs", (
    SELECT min((1 - ${tokensNow}) * q.rate_seconds / q.rate_tasks * 1000)::float8
    FROM raydeck.queue AS q JOIN raydeck.limit_counter AS k ON k.queue = q.name
    WHERE NOT q.paused AND ($1::text[] IS NULL OR q.name = ANY ($1)) AND q.rate_tasks IS NOT NULL AND ${tokensNow} < 1
      AND EXISTS (SELECT FROM raydeck.task AS t WHERE t.state = 'QUEUED' AND NOT t.parked AND t.queue = q.name)
  ) AS "tokenInMs", EXISTS (SELECT FROM (${selectLimitedQueues('$1')}) AS l WHERE l.queue <> '') AS "hasLimited"
FROM lane AS l CROSS JOIN LATERAL (
  SELECT t.run_at FROM raydeck.task AS t
  WHERE t.state = 'QUEUED' AND NOT t.parked AND t.queue = l.name AND t.priority = l.priority ORDER BY t.run_at LIMIT 1
) AS due`,
};
