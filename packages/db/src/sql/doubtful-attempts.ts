import type { Statement } from '../statement.ts';

/** Of an attempt row `a`, as SQL: a gateway that it may have been handed to has ended since. */
export const isDoubtful = `EXISTS (SELECT FROM raydeck.gateway AS g
    WHERE g.ray_address = a.ray_address AND g.execution_id IS NOT NULL AND g.ended_at > a.submitted_at)`;

/** Those of these attempts that a gateway which has ended since may have begun. Reads without a lock. */
export const doubtfulAttempts: Statement<[attemptIds: string[]], { attemptId: string }> = {
  name: 'doubtful-attempts',
  text: `SELECT a.id AS "attemptId" FROM raydeck.attempt AS a WHERE a.id = ANY ($1::uuid[]) AND ${isDoubtful}`,
};
