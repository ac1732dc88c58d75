import { type TaskState, taskStates } from '@raydeck/core';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { type BoundedCount, boundedCount, countLimit } from '../reading/bounded-count.ts';
import { boundedRead, type Query } from '../reading/bounded-read.ts';
import { taskConditions, whereAll } from './task-conditions.ts';
import type { TaskFilter } from './task-filter.ts';

export type TaskCounts = Record<TaskState, BoundedCount>;

/** How many tasks of each state match the filter without its state. Looks at a bounded number of rows for each state. */
export async function countTasksByState(context: Context, filter: Omit<TaskFilter, 'state'>): Promise<TaskCounts> {
  authorize(context, 'task.read');
  const counts = await boundedRead(
    context.db,
    async (query) => {
      const entries: [TaskState, BoundedCount][] = [];
      for (const state of taskStates) entries.push([state, await countOne(context, query, { ...filter, state })]);
      return entries;
    },
    2_000,
  );
  return countsOf(counts);
}

/** Exact when the window reached the end; otherwise "at least". */
async function countOne({ principal }: Context, query: Query, filter: TaskFilter): Promise<BoundedCount> {
  const { range, screen, values } = taskConditions(principal, filter);
  const window = countLimit + 1;
  const [row] = await query<{ matched: number; seen: number }>(
    `SELECT count(*) FILTER (${screen.length > 0 ? whereAll(screen) : 'WHERE true'})::integer AS matched, count(*)::integer AS seen
    FROM (
      SELECT ${screen.length > 0 ? 't.queue, t.callable, t.tags, t.state, t.created_at' : ''}
      FROM raydeck.task AS t ${whereAll(range)} ORDER BY t.id DESC LIMIT ${window}
    ) AS t`,
    values,
  );
  const { matched, seen } = row ?? { matched: 0, seen: 0 };
  const counted = boundedCount(matched);
  return { count: counted.count, isCapped: counted.isCapped || (screen.length > 0 && seen === window) };
}

/** One entry for each state is what the loop makes. */
function countsOf(entries: [TaskState, BoundedCount][]): TaskCounts {
  return Object.fromEntries(entries) as TaskCounts;
}
