import type { Statement } from '../statement.ts';

/**
 * The start gate: SUBMITTED → RUNNING, once, for one executionId. A task whose cancel was requested does not start.
 * Locks one attempt. No row: look at the attempt's standing; the same executionId is a repeat after a lost reply.
 */
export const startAttempt: Statement<
  [attemptId: string, executionId: string, rayNodeId: string | null, pod: string | null],
  { attemptId: string }
> = {
  name: 'start-attempt',
  text: `
UPDATE raydeck.attempt AS a
SET state = 'RUNNING', execution_id = $2, started_at = clock_timestamp(), last_heartbeat_at = clock_timestamp(),
  ray_node_id = COALESCE($3, a.ray_node_id), pod = COALESCE($4, a.pod)
WHERE a.id = $1 AND a.state::text = 'SUBMITTED'
  AND NOT EXISTS (SELECT FROM raydeck.task AS t WHERE t.id = a.task_id AND t.cancel_requested_at IS NOT NULL)
RETURNING a.id AS "attemptId"`,
};
