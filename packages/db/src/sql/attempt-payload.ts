import type { Statement } from '../statement.ts';

/** The payload, as JSON text, for the one execution that passed the gate, and the Ray version of its cluster. */
export const attemptPayload: Statement<
  [attemptId: string],
  { args: string; kwargs: string; rayVersion: string | null }
> = {
  name: 'attempt-payload',
  text: `
SELECT t.args, t.kwargs, c.ray_version AS "rayVersion"
FROM raydeck.attempt AS a
JOIN raydeck.task AS t ON t.id = a.task_id
LEFT JOIN raydeck.cluster AS c ON c.address = a.ray_address
WHERE a.id = $1`,
};
