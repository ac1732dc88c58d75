import type { Statement } from '../statement.ts';

/**
 * Of these attempts, the ones that nobody drives: released, or not there at all (their rows may have been pruned). Read from the
 * primary, after Ray was asked: an attempt is written before it is submitted.
 */
export const unownedAttempts: Statement<[attemptIds: string[]], { attemptId: string; taskId: string | null }> = {
  name: 'unowned-attempts',
  text: `
SELECT i.id AS "attemptId", a.task_id AS "taskId"
FROM unnest($1::uuid[]) AS i(id) LEFT JOIN raydeck.attempt AS a ON a.id = i.id
WHERE a.id IS NULL OR a.released_at IS NOT NULL`,
};
