import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { boundedRead } from '../reading/bounded-read.ts';
import { parameter, reachConditions } from '../reading/reach.ts';
import { isUuid } from '../reading/uuid.ts';
import { whereAll } from './task-conditions.ts';

/** Ids in one statement. */
const batchSize = 1_000;

/** Those of these tasks that the principal reaches, in no order. Whoever reaches all needs no look at the rows. */
export async function tasksInReach(context: Context, ids: readonly string[]): Promise<string[]> {
  authorize(context, 'task.read');
  const known = ids.filter(isUuid);
  if (reachConditions(context.principal, []).length === 0) return known;
  const found: string[] = [];
  for (let start = 0; start < known.length; start += batchSize) {
    const values: unknown[] = [];
    const isOne = `t.id = ANY (${parameter(values, known.slice(start, start + batchSize))}::uuid[])`;
    const text = `SELECT t.id FROM raydeck.task AS t ${whereAll([isOne, ...reachConditions(context.principal, values)])}`;
    found.push(...(await boundedRead(context.db, (query) => query<{ id: string }>(text, values))).map(({ id }) => id));
  }
  return found;
}
