import type { Statement } from '../statement.ts';

/** Frees the places of attempts whose execution is known to be over. Repeats change nothing. */
export const releaseAttempts: Statement<[attemptIds: string[]], { attemptId: string; taskId: string }> = {
  name: 'release-attempts',
  text: `
UPDATE raydeck.attempt AS a SET released_at = clock_timestamp()
WHERE a.id = ANY ($1::uuid[]) AND a.finished_at IS NOT NULL AND a.released_at IS NULL
RETURNING a.id AS "attemptId", a.task_id AS "taskId"`,
};
