import type { Statement } from '../statement.ts';

/**
 * What is to be deleted outside the database, the longest due first, put off by `againSeconds` so that a crash, or a store that does
 * not answer, has it tried again then.
 */
export const takeStoredDeletions: Statement<[limit: number, againSeconds: number], { id: string; ref: string }> = {
  name: 'take-stored-deletions',
  text: `
WITH due AS MATERIALIZED (
    SELECT s.id FROM raydeck.stored_deletion AS s WHERE s.due_at <= statement_timestamp()
    ORDER BY s.due_at LIMIT $1 FOR UPDATE SKIP LOCKED
  )
UPDATE raydeck.stored_deletion AS s
SET due_at = clock_timestamp() + $2::float8 * interval '1 second', tries = s.tries + 1
WHERE s.id = ANY (ARRAY (SELECT id FROM due)) RETURNING s.id, s.ref`,
};
