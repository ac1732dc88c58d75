import type { Statement } from '../statement.ts';

/**
 * What is known so far of the set-up of an attempt's environment; once user code runs, its own output takes the place. No
 * row: the attempt has started or ended, or nothing is new.
 */
export const recordSetupLog: Statement<[attemptId: string, text: string], { taskId: string }> = {
  name: 'record-setup-log',
  text: `
UPDATE raydeck.attempt SET log_tail = $2, log_bytes = octet_length($2)
WHERE id = $1 AND state::text = 'SUBMITTED' AND log_tail IS DISTINCT FROM $2
RETURNING task_id AS "taskId"`,
};
