import type { Holder, Principal } from '@raydeck/core';
import type { Query } from '../reading/bounded-read.ts';
import { parameter, reachConditions } from '../reading/reach.ts';

const holdersShown = 5;

/** Whose places: one key's, one queue's, or of all queues. */
export interface Places {
  queue: string | null;
  key: string | null;
}

/** Some tasks that hold such a place and that the principal reaches, oldest first, by the index of held places. */
export function readHolders(query: Query, principal: Principal, { queue, key }: Places): Promise<Holder[]> {
  const values: unknown[] = [];
  const conditions = ['a.slot_queue IS NOT NULL', 'a.released_at IS NULL'];
  if (queue !== null) conditions.push(`a.slot_queue = ${parameter(values, queue)}`);
  if (key !== null) conditions.push(`a.slot_key = ${parameter(values, key)}`);
  conditions.push(...reachConditions(principal, values));
  return query<Holder & Record<string, unknown>>(
    `SELECT t.id AS "taskId", t.callable FROM raydeck.attempt AS a JOIN raydeck.task AS t ON t.id = a.task_id
    WHERE ${conditions.join(' AND ')} ORDER BY a.id LIMIT ${holdersShown}`,
    values,
  );
}
