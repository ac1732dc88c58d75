import type { Statement } from '../statement.ts';

/** The one door, as our own processes use it: they notify after the commit, coalesced. */
export const enqueueTasks: Statement<[request: string], { ordinal: number; id: string; replayed: boolean }> = {
  name: 'enqueue-tasks',
  text: `SELECT ordinal, id, replayed FROM raydeck.enqueue_tasks($1::jsonb) ORDER BY ordinal`,
};
