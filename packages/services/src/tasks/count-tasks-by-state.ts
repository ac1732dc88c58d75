import { type Defaults, type TaskState, taskStates } from '@raydeck/core';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { type BoundedCount, boundedCount } from '../reading/bounded-count.ts';
import { boundedRead, type Query } from '../reading/bounded-read.ts';
import { estimateByState } from './estimate-by-state.ts';
import { failedAttempts, isByFailure } from './failure-page.ts';
import { fewTasks, ofQueue } from './few-tasks.ts';
import { listed } from './listed-columns.ts';
import { type Asker, lastAttempt, taskConditions, whereAll } from './task-conditions.ts';
import type { TaskFilter } from './task-filter.ts';

export type TaskCounts = Record<TaskState, BoundedCount>;

/** Rows that are looked at for each state: the counts stand beside a page of fifty, and must not take longer than it. */
const countLimit = 5_000;

/** Words are not counted by: what only a hidden text holds must not show as a number. */
export type CountFilter = Omit<TaskFilter, 'state' | 'text'>;

/** How many tasks of each state match the filter without its state. Looks at a bounded number of rows for each state. */
export async function countTasksByState(
  context: Context & { defaults: Defaults },
  filter: CountFilter,
): Promise<TaskCounts> {
  authorize(context, 'task.read');
  return boundedRead(context.db, (query) => count(context, query, filter), 2_000);
}

async function count(asker: Asker, query: Query, filter: CountFilter): Promise<TaskCounts> {
  if (isQueueAlone(filter) && asker.principal.kind === 'user') return countQueue(query, filter.queue);
  const among = await fewTasks(query, filter);
  if (among) return countGrouped(query, amongText(asker, filter, among), Number.POSITIVE_INFINITY);
  if (isByFailure(filter)) return countGrouped(query, failuresText(asker, filter), countLimit);
  const { screen } = taskConditions(asker, filter);
  const isWhole = screen.length === 0 && !filter.createdAfter && !filter.createdBefore && !filter.rayJob;
  const estimates = isWhole ? await estimateByState(query) : null;
  const entries: [TaskState, BoundedCount][] = [];
  for (const state of taskStates) {
    const counted = await countOne(asker, query, { ...filter, state });
    const estimate = estimates?.[state] ?? 0;
    entries.push([state, counted.isCapped && estimate > counted.count ? { ...counted, estimate } : counted]);
  }
  return countsOf(entries);
}

function isQueueAlone(filter: CountFilter): filter is { queue: string } {
  return Object.values(filter).filter((value) => value !== undefined).length === 1 && filter.queue !== undefined;
}

/** By indexes alone, each up to the limit. */
async function countQueue(query: Query, queue: string): Promise<TaskCounts> {
  const entries: [TaskState, BoundedCount][] = [];
  for (const state of taskStates) {
    const parts = ofQueue({ state }, '$1').map((text) => `(${text} LIMIT ${countLimit + 1})`);
    const text = `SELECT count(*)::integer AS count FROM (${parts.join(' UNION ALL ')}) AS rows`;
    const [row] = await query<{ count: number }>(text, [queue]);
    entries.push([state, boundedCount(row?.count ?? 0, countLimit)]);
  }
  return countsOf(entries);
}

/** Exact when the window reached the end; otherwise "at least". */
async function countOne(asker: Asker, query: Query, filter: TaskFilter): Promise<BoundedCount> {
  const { range, screen, values, needsAttempt } = taskConditions(asker, filter);
  const window = countLimit + 1;
  const isScreened = screen.length > 0;
  const [row] = await query<{ matched: number; seen: number }>(
    `SELECT count(*) FILTER (${isScreened ? whereAll(screen) : 'WHERE true'})::integer AS matched, count(*)::integer AS seen
    FROM (
      SELECT ${isScreened ? listed : ''}
      FROM raydeck.task AS t ${whereAll(range)} ORDER BY t.id DESC LIMIT ${window}
    ) AS t ${needsAttempt ? lastAttempt : ''}`,
    values,
  );
  const { matched, seen } = row ?? { matched: 0, seen: 0 };
  const counted = boundedCount(matched, countLimit);
  return { count: counted.count, isCapped: counted.isCapped || (isScreened && seen === window) };
}

interface Grouped {
  /** Gives `state` and `matched` for each state, and how many rows were `seen` in all. */
  text: string;
  values: unknown[];
}

async function countGrouped(query: Query, { text, values }: Grouped, limit: number): Promise<TaskCounts> {
  const rows = await query<{ state: TaskState; matched: number; seen: number }>(text, values);
  const isCapped = (rows[0]?.seen ?? 0) > limit;
  const matchedOf = new Map(rows.map(({ state, matched }) => [state, matched]));
  return countsOf(taskStates.map((state) => [state, { count: matchedOf.get(state) ?? 0, isCapped }]));
}

function amongText(asker: Asker, filter: TaskFilter, among: readonly string[]): Grouped {
  const { range, screen, values, needsAttempt } = taskConditions(asker, filter, undefined, among);
  const text = `SELECT t.state::text AS state, count(*)::integer AS matched, 0 AS seen FROM raydeck.task AS t
    ${needsAttempt ? lastAttempt : ''} ${whereAll([...range, ...screen])} GROUP BY t.state`;
  return { text, values };
}

function failuresText(asker: Asker, filter: TaskFilter): Grouped {
  const { range, screen, values } = taskConditions(asker, filter);
  const text = `
    WITH a AS MATERIALIZED (
      SELECT e.* FROM raydeck.attempt AS e ${whereAll(failedAttempts(filter, undefined, values))}
      ORDER BY e.task_id DESC, e.number DESC LIMIT ${countLimit + 1}
    )
    SELECT t.state::text AS state, count(*)::integer AS matched, (SELECT count(*) FROM a)::integer AS seen
    FROM a CROSS JOIN LATERAL (SELECT ${listed} FROM raydeck.task AS t WHERE t.id = a.task_id AND t.attempt_count = a.number LIMIT 1) AS t
    ${whereAll([...range, ...screen])} GROUP BY t.state`;
  return { text, values };
}

/** One entry for each state is what the callers make. */
function countsOf(entries: [TaskState, BoundedCount][]): TaskCounts {
  return Object.fromEntries(entries) as TaskCounts;
}
