import type { AttemptState, Defaults, TaskState } from '@raydeck/core';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { boundedRead, type Query } from '../reading/bounded-read.ts';
import { cursorScope, readCursor, writeCursor } from '../reading/cursor.ts';
import { type Progress, progressOf } from './progress.ts';
import { lastAttempt, type TaskConditions, taskConditions, whereAll } from './task-conditions.ts';
import type { TaskFilter } from './task-filter.ts';

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

/** Rows that are looked at in one go for conditions without an index. */
export const scanLimit = 20_000;

/** A search goes on, window after window, until the page is full or so much time is spent. */
const searchBudgetMs = 100;

interface Search {
  filter: TaskFilter;
  limit: number;
  cursor?: string | undefined;
  budgetMs?: number;
}

/** Newest first, by keyset on the id. */
export async function listTasks(
  context: Context & { defaults: Defaults },
  { filter, limit, cursor, budgetMs = searchBudgetMs }: Search,
): Promise<TaskPage> {
  authorize(context, 'task.read');
  const { canViewPayload } = context.principal;
  const scope = await cursorScope(context.db, 'tasks', filter);
  const beforeId = cursor === undefined ? undefined : readCursor(scope, cursor);
  const conditionsFrom = (id: string | undefined): TaskConditions => taskConditions(context, filter, id);
  const { rows, goesOnAt } = await boundedRead(context.db, (query) =>
    search(query, conditionsFrom, { beforeId, wanted: limit + 1, budgetMs }),
  );
  const items = rows.slice(0, limit).map((row) => summaryOf(row, canViewPayload));
  const after = rows.length > limit ? items.at(-1)?.id : goesOnAt;
  return {
    items,
    nextCursor: after === undefined ? null : writeCursor(scope, after),
    isPartial: rows.length <= limit && goesOnAt !== undefined,
  };
}

/** Rows until there are as many as wanted; else `goesOnAt`, the last id looked at, or nothing at the end of the list. */
async function search(
  query: Query,
  conditionsFrom: (beforeId: string | undefined) => TaskConditions,
  { beforeId, wanted, budgetMs }: { beforeId: string | undefined; wanted: number; budgetMs: number },
): Promise<{ rows: SummaryRow[]; goesOnAt?: string | undefined }> {
  const deadline = performance.now() + budgetMs;
  const rows: SummaryRow[] = [];
  for (let at = beforeId; ;) {
    const conditions = conditionsFrom(at);
    const isScreened = conditions.screen.length > 0;
    const missing = wanted - rows.length;
    const window = isScreened ? scanLimit : missing;
    rows.push(...(await query<SummaryRow>(pageText(conditions, window, missing), conditions.values)));
    if (rows.length >= wanted || !isScreened) return { rows };
    at = await lastOfWindow(query, conditions, window);
    if (at === undefined || performance.now() >= deadline) return { rows, goesOnAt: at };
  }
}

type SummaryRow = Omit<TaskSummary, 'progress'> & { progress: unknown };

/** The window is read in the index's order and only as far as the page needs; attempts only where they are asked for. */
function pageText({ range, screen, isNamed, needsAttempt }: TaskConditions, window: number, limit: number): string {
  const windowOf = (columns: string): string =>
    `SELECT ${columns} FROM raydeck.task AS t ${whereAll(range)} ORDER BY t.id DESC LIMIT ${window}`;
  // Ids alone are read from an index alone: told so, the planner takes that of the state. For whole rows it takes the primary
  // key once most tasks are of the state, and walks past all that are younger. LIMIT 1 keeps it from joining otherwise.
  const rows = isNamed
    ? `(${windowOf('t.id')}) AS p CROSS JOIN LATERAL (SELECT ${listed} FROM raydeck.task AS t WHERE t.id = p.id LIMIT 1) AS t`
    : `(${windowOf(listed)}) AS t`;
  const page = `SELECT t.* FROM ${rows} ${needsAttempt ? lastAttempt : ''} ${whereAll(screen)}
    ORDER BY ${isNamed ? 'p.id' : 't.id'} DESC LIMIT ${limit}`;
  return `
    SELECT t.id, t.callable, t.queue, t.priority, t.state::text AS state, t.run_at AS "runAt", t.created_at AS "createdAt",
      t.started_at AS "startedAt", t.finished_at AS "finishedAt", t.attempt_count AS "attemptCount",
      t.max_attempts AS "maxAttempts", t.tags, t.created_by AS "createdBy", t.cancel_requested_at AS "cancelRequestedAt",
      a.id AS "lastAttemptId", a.state::text AS "attemptState", a.ray_job_id AS "rayJobId", a.progress,
      a.error_class AS "errorClass", a.error_message AS "errorMessage"
    FROM (${page}) AS t ${lastAttempt} ORDER BY t.id DESC`;
}

/** All but the payload. */
const listed = `t.id, t.callable, t.queue, t.priority, t.state, t.run_at, t.created_at, t.started_at, t.finished_at, t.attempt_count,
  t.max_attempts, t.tags, t.created_by, t.cancel_requested_at, t.runner, t.profile`;

/** The last row that a full window held; undefined when the window reached the end of the list. */
async function lastOfWindow(query: Query, { range, rangeValues }: TaskConditions, window: number) {
  const text = `SELECT t.id FROM raydeck.task AS t ${whereAll(range)} ORDER BY t.id DESC OFFSET ${window - 1} LIMIT 1`;
  const [row] = await query<{ id: string }>(text, rangeValues);
  return row?.id;
}

function summaryOf(row: SummaryRow, canViewPayload: boolean): TaskSummary {
  const errorMessage = canViewPayload ? row.errorMessage : null;
  return { ...row, progress: progressOf(row.progress, canViewPayload), errorMessage };
}
