import type { Defaults } from '@raydeck/core';
import type { Context } from '../context.ts';
import { boundedRead, type Query } from '../reading/bounded-read.ts';
import { type Direction, orderTowards } from './edge.ts';
import { failurePage, isByFailure, type SoughtPage } from './failure-page.ts';
import { fewTasks, isByEnd } from './few-tasks.ts';
import { listed } from './listed-columns.ts';
import type { TaskSummary } from './list-tasks.ts';
import { redactSummaries, type SummaryRow } from './redact-summaries.ts';
import { summaryText } from './summary-text.ts';
import {
  type Asker,
  lastAttempt,
  scanLimit,
  type TaskConditions,
  taskConditions,
  whereAll,
} from './task-conditions.ts';
import type { TaskFilter } from './task-filter.ts';
import { showsText } from './text-search.ts';

interface Part {
  /** Undefined: the list's own end. */
  from: string | undefined;
  towards: Direction;
  wanted: number;
  deadline: number;
}

/**
 * Tasks that match, as they are shown, from a place in the list on, the nearest of them. Those that only a hidden text matched are left
 * out, and others are looked for in their place. `goesOnAt`: the time was up there.
 */
export async function findTasks(
  context: Context & { defaults: Defaults },
  filter: TaskFilter,
  { from, towards, wanted, deadline }: Part,
): Promise<{ items: TaskSummary[]; goesOnAt?: string | undefined }> {
  const items: TaskSummary[] = [];
  for (let at = from; ;) {
    const missing = wanted - items.length;
    const part = { from: at, towards, wanted: missing, deadline };
    const { rows, goesOnAt } = await boundedRead(context.db, (query) => search(context, query, filter, part));
    const shown = await redactSummaries(context, rows);
    items.push(...shown.filter((row) => showsText(row, filter)));
    at = rows.length >= missing ? rows.at(towards === 'older' ? -1 : 0)?.id : goesOnAt;
    if (items.length >= wanted || at === undefined) return { items };
    if (rows.length < missing || performance.now() >= deadline) return { items, goesOnAt: at };
  }
}

/** Rows until there are as many as wanted; else `goesOnAt`, the last id looked at, or nothing at the end of the list. */
async function search(
  asker: Asker,
  query: Query,
  filter: TaskFilter,
  { from, towards, wanted, deadline }: Part,
): Promise<{ rows: SummaryRow[]; goesOnAt?: string | undefined }> {
  // A time of end is mostly a short one: all its tasks are known at once. Those of a queue are mostly among the newest.
  let few = isByEnd(filter) ? await fewTasks(query, filter) : undefined;
  const rows: SummaryRow[] = [];
  for (let at = from; ;) {
    const missing = wanted - rows.length;
    const edge = at === undefined ? undefined : { id: at, towards };
    const sought =
      isByFailure(filter) && !few
        ? failurePage(asker, filter, { edge, towards, limit: missing })
        : taskPage(taskConditions(asker, filter, edge, few ?? undefined), towards, missing);
    rows.push(...(await query<SummaryRow>(summaryText(sought.page), sought.values)));
    if (rows.length >= wanted || !sought.lastLooked) return { rows };
    const [last] = await query<{ id: string }>(sought.lastLooked.text, sought.lastLooked.values);
    at = last?.id;
    if (at === undefined) return { rows };
    if (few === undefined) {
      few = await fewTasks(query, filter);
      // The few that are left take no longer than the window did.
      if (few) continue;
    }
    if (performance.now() >= deadline) return { rows, goesOnAt: at };
  }
}

/** The window is read in the index's order and only as far as the page needs; attempts only where they are asked for. */
function taskPage(conditions: TaskConditions, towards: Direction, limit: number): SoughtPage {
  const { range, rangeValues, screen, values, isNamed, needsAttempt } = conditions;
  const order = orderTowards(towards);
  const isScreened = screen.length > 0;
  const window = isScreened ? scanLimit : limit;
  const windowOf = (columns: string): string =>
    `SELECT ${columns} FROM raydeck.task AS t ${whereAll(range)} ORDER BY t.id ${order} LIMIT ${window}`;
  // Ids alone are read from an index alone: told so, the planner takes that of the state. For whole rows it takes the primary
  // key once most tasks are of the state, and walks past all that are younger. LIMIT 1 keeps it from joining otherwise.
  const rows = isNamed
    ? `(${windowOf('t.id')}) AS p CROSS JOIN LATERAL (SELECT ${listed} FROM raydeck.task AS t WHERE t.id = p.id LIMIT 1) AS t`
    : `(${windowOf(listed)}) AS t`;
  const page = `SELECT t.* FROM ${rows} ${needsAttempt ? lastAttempt : ''} ${whereAll(screen)}
    ORDER BY ${isNamed ? 'p.id' : 't.id'} ${order} LIMIT ${limit}`;
  const last = `SELECT t.id FROM raydeck.task AS t ${whereAll(range)} ORDER BY t.id ${order} OFFSET ${window - 1} LIMIT 1`;
  return { page, values, lastLooked: isScreened ? { text: last, values: rangeValues } : null };
}
