import type { Statement } from '../statement.ts';

/**
 * Locks the counters of these queues, in their order, until the transaction ends. Waits for claims and releases of the same
 * queues, which are short. What the next statement reads of counters and queues is then the latest.
 */
export const lockLimits: Statement<[queues: string[]], { queue: string }> = {
  name: 'lock-limits',
  text: `SELECT queue FROM raydeck.limit_counter WHERE queue = ANY ($1::text[]) ORDER BY queue FOR NO KEY UPDATE`,
};
