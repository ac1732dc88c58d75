import { parameter } from '../reading/reach.ts';
import { firstUuidAt } from '../reading/uuid.ts';
import { beyond, type Direction, type Edge, orderTowards } from './edge.ts';
import { listed } from './listed-columns.ts';
import { type Asker, idLagMs, scanLimit, taskConditions, whereAll } from './task-conditions.ts';
import type { TaskFilter } from './task-filter.ts';

/** A statement that selects `t`, the tasks of a page, and the one that says how far its window reached. */
export interface SoughtPage {
  page: string;
  values: unknown[];
  /** Null: the page's end is the list's. */
  lastLooked: { text: string; values: unknown[] } | null;
}

/** Whether the tasks are found from their failed attempts, which are few beside the others. */
export function isByFailure({ errorClass, text }: TaskFilter): boolean {
  return errorClass !== undefined || text !== undefined;
}

/**
 * Tasks by what their last attempt failed with, through the indexes on failed attempts. The newest attempt of a task comes first,
 * so that a window which ends between two attempts of one task has seen the one that counts: so stands the index; the other way
 * it gives the tasks' order, and the few attempts of each are sorted.
 */
export function failurePage(
  asker: Asker,
  filter: TaskFilter,
  { edge, towards, limit }: { edge: Edge | undefined; towards: Direction; limit: number },
): SoughtPage {
  const { range, screen, values } = taskConditions(asker, filter, edge);
  const order = orderTowards(towards);
  // The window's own parameters come after those of the conditions.
  const window = `SELECT e.* FROM raydeck.attempt AS e ${whereAll(failedAttempts(filter, edge, values))}
    ORDER BY e.task_id ${order}, e.number DESC LIMIT ${scanLimit}`;
  const page = `
    SELECT t.* FROM (${window}) AS a
    CROSS JOIN LATERAL (SELECT ${listed} FROM raydeck.task AS t WHERE t.id = a.task_id AND t.attempt_count = a.number LIMIT 1) AS t
    ${whereAll([...range, ...screen])} ORDER BY a.task_id ${order} LIMIT ${limit}`;
  const own: unknown[] = [];
  const last = `SELECT e.task_id AS id FROM raydeck.attempt AS e ${whereAll(failedAttempts(filter, edge, own))}
    ORDER BY e.task_id ${order}, e.number DESC OFFSET ${scanLimit - 1} LIMIT 1`;
  return { page, values, lastLooked: { text: last, values: own } };
}

/** Conditions on `e`, an attempt that failed. */
export function failedAttempts(
  { errorClass, createdAfter, createdBefore }: TaskFilter,
  edge: Edge | undefined,
  values: unknown[],
): string[] {
  const isClass = errorClass === undefined ? 'IS NOT NULL' : `= ${parameter(values, errorClass)}`;
  const conditions = [`e.error_class ${isClass}`];
  if (createdAfter) conditions.push(`e.task_id >= ${parameter(values, firstUuidAt(createdAfter))}::uuid`);
  if (createdBefore) {
    const last = firstUuidAt(new Date(createdBefore.getTime() + idLagMs));
    conditions.push(beyond('e.task_id', { id: last, towards: 'older' }, values));
  }
  if (edge) conditions.push(beyond('e.task_id', edge, values));
  return conditions;
}
