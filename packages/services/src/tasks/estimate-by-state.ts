import { type TaskState, taskStates } from '@raydeck/core';
import type { Query } from '../reading/bounded-read.ts';

/** How many tasks each state has by the database's own statistics: each has an index of its own, whose size ANALYZE keeps. */
export async function estimateByState(query: Query): Promise<Partial<Record<TaskState, number>>> {
  const rows = await query<{ state: string; estimate: number }>(
    `SELECT s.state, c.reltuples::float8 AS estimate FROM unnest($1::text[]) AS s(state)
    JOIN pg_class AS c ON c.oid = to_regclass(format('raydeck.task_%s_id_idx', lower(s.state)))`,
    [taskStates],
  );
  return Object.fromEntries(rows.map(({ state, estimate }) => [state, Math.round(estimate)]));
}
