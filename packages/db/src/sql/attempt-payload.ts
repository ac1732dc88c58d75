import type { Statement } from '../statement.ts';

/**
 * The payload, as JSON text, for the one execution that passed the gate; the profile version that it was claimed with, the
 * Ray version of its cluster, and, before its first heartbeat, what is known of its environment's set-up.
 */
export const attemptPayload: Statement<
  [attemptId: string],
  { args: string; kwargs: string; profileId: string | null; rayVersion: string | null; setupLog: string | null }
> = {
  name: 'attempt-payload',
  text: `
SELECT t.args, t.kwargs, a.profile_id AS "profileId", c.ray_version AS "rayVersion", a.log_tail AS "setupLog"
FROM raydeck.attempt AS a
JOIN raydeck.task AS t ON t.id = a.task_id
LEFT JOIN raydeck.cluster AS c ON c.address = a.ray_address
WHERE a.id = $1`,
};
