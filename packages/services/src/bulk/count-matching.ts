import { type Defaults, RaydeckError } from '@raydeck/core';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { boundedRead, type Query } from '../reading/bounded-read.ts';
import { parameter, reachConditions } from '../reading/reach.ts';
import { failedAttempts, isByFailure } from '../tasks/failure-page.ts';
import { listed } from '../tasks/listed-columns.ts';
import { listTasks } from '../tasks/list-tasks.ts';
import { type Asker, lastAttempt, taskConditions, whereAll } from '../tasks/task-conditions.ts';
import type { TaskFilter } from '../tasks/task-filter.ts';
import { authorizeText } from '../tasks/text-search.ts';
import type { Target } from './bulk-target.ts';

/** Whoever asks waits for it, once: nothing is shown by it again and again. */
const countTimeoutMs = 10_000;

/** Exactly how many tasks these are now. Throws UNAVAILABLE when counting takes too long, FORBIDDEN for words that may not be asked for. */
export async function countMatching(context: Context & { defaults: Defaults }, target: Target): Promise<number> {
  if (target.ids) return countIds(context, target.ids);
  // Each portion searches by the list.
  authorize(context, 'task.read');
  authorizeText(context, target.filter);
  if (target.filter.text !== undefined) return countShown(context, target.filter);
  return boundedRead(context.db, (query) => count(context, query, target.filter), countTimeoutMs);
}

async function countIds(context: Context, ids: readonly string[]): Promise<number> {
  const values: unknown[] = [];
  const conditions = [`t.id = ANY (${parameter(values, ids)}::uuid[])`, ...reachConditions(context.principal, values)];
  const text = `SELECT count(*)::integer AS count FROM raydeck.task AS t ${whereAll(conditions)}`;
  return boundedRead(context.db, async (query) => (await query<{ count: number }>(text, values))[0]?.count ?? 0);
}

async function count(asker: Asker, query: Query, filter: TaskFilter): Promise<number> {
  const { range, screen, values, needsAttempt } = taskConditions(asker, filter);
  const source = isByFailure(filter)
    ? `(SELECT e.* FROM raydeck.attempt AS e ${whereAll(failedAttempts(filter, undefined, values))}) AS a
       CROSS JOIN LATERAL (SELECT ${listed} FROM raydeck.task AS t WHERE t.id = a.task_id AND t.attempt_count = a.number LIMIT 1) AS t
       ${whereAll([...range, ...screen])}`
    : `raydeck.task AS t ${needsAttempt ? lastAttempt : ''} ${whereAll([...range, ...screen])}`;
  const [row] = await query<{ count: number }>(`SELECT count(*)::integer AS count FROM ${source}`, values);
  return row?.count ?? 0;
}

/** What a message hides must not be counted by asking for it: rows are looked at as they are shown. */
async function countShown(context: Context & { defaults: Defaults }, filter: TaskFilter): Promise<number> {
  const deadline = performance.now() + countTimeoutMs;
  let shown = 0;
  for (let cursor: string | undefined; ;) {
    const { items, nextCursor } = await listTasks(context, { filter, limit: 200, cursor });
    shown += items.length;
    if (nextCursor === null) return shown;
    if (performance.now() > deadline) {
      throw new RaydeckError('UNAVAILABLE', 'There are too many tasks to count by words. Narrow the filter.');
    }
    cursor = nextCursor;
  }
}
