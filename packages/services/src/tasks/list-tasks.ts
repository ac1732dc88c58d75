import type { AttemptState, Defaults, TaskState } from '@raydeck/core';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { boundedRead, type Query } from '../reading/bounded-read.ts';
import { cursorScope, readCursor, writeCursor } from '../reading/cursor.ts';
import { failurePage, isByFailure, type SoughtPage } from './failure-page.ts';
import { fewTasks, isByEnd } from './few-tasks.ts';
import { listed } from './listed-columns.ts';
import type { Progress } from './progress.ts';
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
import { authorizeText, showsText } from './text-search.ts';

/** A row of the list. What the last attempt says stands beside the task's own columns. */
export interface TaskSummary {
  id: string;
  callable: string;
  queue: string;
  priority: number;
  state: TaskState;
  runAt: Date;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  attemptCount: number;
  maxAttempts: number | null;
  tags: string[];
  createdBy: string;
  cancelRequestedAt: Date | null;
  lastAttemptId: string | null;
  attemptState: AttemptState | null;
  rayJobId: string | null;
  progress: Progress | null;
  errorClass: string | null;
  /** Null without payload permission. */
  errorMessage: string | null;
}

export interface TaskPage {
  items: TaskSummary[];
  /** Null at the end. A page may hold fewer items than its limit, even none, and still have a next one. */
  nextCursor: string | null;
  /** The search stopped when its time was up, before the page was full: the next page goes on from there. */
  isPartial: boolean;
}

/** A search goes on, window after window, until the page is full or so much time is spent. */
const searchBudgetMs = 100;

/** For words in error messages people wait a little. */
const textBudgetMs = 400;

interface Search {
  filter: TaskFilter;
  limit: number;
  cursor?: string | undefined;
  budgetMs?: number;
}

/** Newest first, by keyset on the id. */
export async function listTasks(
  context: Context & { defaults: Defaults },
  { filter, limit, cursor, budgetMs = filter.text === undefined ? searchBudgetMs : textBudgetMs }: Search,
): Promise<TaskPage> {
  authorize(context, 'task.read');
  authorizeText(context, filter);
  const scope = await cursorScope(context.db, 'tasks', filter);
  const beforeId = cursor === undefined ? undefined : readCursor(scope, cursor);
  const deadline = performance.now() + budgetMs;
  const { items, goesOnAt } = await findPage(context, filter, { beforeId, wanted: limit + 1, deadline });
  const after = items.length > limit ? items[limit - 1]?.id : goesOnAt;
  return {
    items: items.slice(0, limit),
    nextCursor: after === undefined ? null : writeCursor(scope, after),
    isPartial: items.length <= limit && goesOnAt !== undefined,
  };
}

interface Part {
  beforeId: string | undefined;
  wanted: number;
  deadline: number;
}

/** Rows as they are shown; those that only a hidden text matched are left out, and others are looked for in their place. */
async function findPage(
  context: Context & { defaults: Defaults },
  filter: TaskFilter,
  { beforeId, wanted, deadline }: Part,
): Promise<{ items: TaskSummary[]; goesOnAt?: string | undefined }> {
  const items: TaskSummary[] = [];
  for (let at = beforeId; ;) {
    const missing = wanted - items.length;
    const part = { beforeId: at, wanted: missing, deadline };
    const { rows, goesOnAt } = await boundedRead(context.db, (query) => search(context, query, filter, part));
    const shown = await redactSummaries(context, rows);
    items.push(...shown.filter((row) => showsText(row, filter)));
    at = rows.length >= missing ? rows.at(-1)?.id : goesOnAt;
    if (items.length >= wanted || at === undefined) return { items };
    if (rows.length < missing || performance.now() >= deadline) return { items, goesOnAt: at };
  }
}

/** Rows until there are as many as wanted; else `goesOnAt`, the last id looked at, or nothing at the end of the list. */
async function search(
  asker: Asker,
  query: Query,
  filter: TaskFilter,
  { beforeId, wanted, deadline }: Part,
): Promise<{ rows: SummaryRow[]; goesOnAt?: string | undefined }> {
  // A time of end is mostly a short one: all its tasks are known at once. Those of a queue are mostly among the newest.
  let few = isByEnd(filter) ? await fewTasks(query, filter) : undefined;
  const rows: SummaryRow[] = [];
  for (let at = beforeId; ;) {
    const missing = wanted - rows.length;
    const sought =
      isByFailure(filter) && !few
        ? failurePage(asker, filter, { beforeId: at, limit: missing })
        : taskPage(taskConditions(asker, filter, at, few ?? undefined), missing);
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
function taskPage(conditions: TaskConditions, limit: number): SoughtPage {
  const { range, rangeValues, screen, values, isNamed, needsAttempt } = conditions;
  const isScreened = screen.length > 0;
  const window = isScreened ? scanLimit : limit;
  const windowOf = (columns: string): string =>
    `SELECT ${columns} FROM raydeck.task AS t ${whereAll(range)} ORDER BY t.id DESC LIMIT ${window}`;
  // Ids alone are read from an index alone: told so, the planner takes that of the state. For whole rows it takes the primary
  // key once most tasks are of the state, and walks past all that are younger. LIMIT 1 keeps it from joining otherwise.
  const rows = isNamed
    ? `(${windowOf('t.id')}) AS p CROSS JOIN LATERAL (SELECT ${listed} FROM raydeck.task AS t WHERE t.id = p.id LIMIT 1) AS t`
    : `(${windowOf(listed)}) AS t`;
  const page = `SELECT t.* FROM ${rows} ${needsAttempt ? lastAttempt : ''} ${whereAll(screen)}
    ORDER BY ${isNamed ? 'p.id' : 't.id'} DESC LIMIT ${limit}`;
  const last = `SELECT t.id FROM raydeck.task AS t ${whereAll(range)} ORDER BY t.id DESC OFFSET ${window - 1} LIMIT 1`;
  return { page, values, lastLooked: isScreened ? { text: last, values: rangeValues } : null };
}
