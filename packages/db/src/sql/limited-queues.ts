import type { Statement } from '../statement.ts';
import { hasOwnLimit } from './limited.ts';

/**
 * The queues with a limit that have tasks to claim, and those with tasks to unpark, also when their limits were lifted since; ''
 * when a limit over all queues holds. `queues` is the parameter that names the queues asked for. One probe of the ready index a queue:
 * told EXISTS, the planner may read all of the tasks for it.
 */
export const selectLimitedQueues = (
  queues: string,
): string => `SELECT k.queue FROM raydeck.control AS c, raydeck.limit_counter AS k
LEFT JOIN raydeck.queue AS q ON q.name = k.queue
WHERE CASE WHEN k.queue = '' THEN c.concurrency_limit IS NOT NULL
  ELSE NOT q.paused AND (${queues}::text[] IS NULL OR q.name = ANY (${queues}))
    AND ((c.concurrency_limit IS NOT NULL OR ${hasOwnLimit})
        AND (SELECT t.priority FROM raydeck.task AS t WHERE t.state = 'QUEUED' AND NOT t.parked AND t.queue = q.name
          ORDER BY t.priority DESC LIMIT 1) IS NOT NULL
      OR (SELECT EXISTS (SELECT FROM raydeck.key_counter AS y WHERE y.parked > 0)) AND EXISTS (SELECT FROM raydeck.key_counter AS y
        WHERE y.queue = q.name AND y.parked > 0 AND (q.key_limit IS NULL OR y.live < q.key_limit)))
  END`;

/** '' comes first. Reads without a lock: what changes right after is seen by the next round, and the claim itself never trusts this. */
export const limitedQueues: Statement<[queues: string[] | null], { queue: string }> = {
  name: 'limited-queues',
  text: `${selectLimitedQueues('$1')} ORDER BY k.queue`,
};
