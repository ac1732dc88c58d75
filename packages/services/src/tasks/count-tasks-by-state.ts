import { type Defaults, type TaskState, taskStates } from '@raydeck/core';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { type BoundedCount, boundedCount, countLimit } from '../reading/bounded-count.ts';
import { boundedRead, type Query } from '../reading/bounded-read.ts';
import { type Asker, lastAttempt, taskConditions, whereAll } from './task-conditions.ts';
import type { TaskFilter } from './task-filter.ts';

export type TaskCounts = Record<TaskState, BoundedCount>;

/** How many tasks of each state match the filter without its state. Looks at a bounded number of rows for each state. */
export async function countTasksByState(
  context: Context & { defaults: Defaults },
  filter: Omit<TaskFilter, 'state'>,
): Promise<TaskCounts> {
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
async function countOne(asker: Asker, query: Query, filter: TaskFilter): Promise<BoundedCount> {
  const { range, screen, values, needsAttempt } = taskConditions(asker, filter);
  const window = countLimit + 1;
  const isScreened = screen.length > 0;
  const columns = 't.id, t.queue, t.callable, t.tags, t.created_by, t.created_at, t.runner, t.profile, t.attempt_count';
  const [row] = await query<{ matched: number; seen: number }>(
    `SELECT count(*) FILTER (${isScreened ? whereAll(screen) : 'WHERE true'})::integer AS matched, count(*)::integer AS seen
    FROM (
      SELECT ${isScreened ? columns : ''}
      FROM raydeck.task AS t ${whereAll(range)} ORDER BY t.id DESC LIMIT ${window}
    ) AS t ${needsAttempt ? lastAttempt : ''}`,
    values,
  );
  const { matched, seen } = row ?? { matched: 0, seen: 0 };
  const counted = boundedCount(matched);
  return { count: counted.count, isCapped: counted.isCapped || (isScreened && seen === window) };
}

/** One entry for each state is what the loop makes. */
function countsOf(entries: [TaskState, BoundedCount][]): TaskCounts {
  return Object.fromEntries(entries) as TaskCounts;
}
