import type { AttemptState, TaskState } from '@raydeck/core';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { boundedRead, type Query } from '../reading/bounded-read.ts';
import { type Progress, progressOf } from './progress.ts';
import { type TaskConditions, taskConditions, whereAll } from './task-conditions.ts';
import { readCursor, writeCursor } from './task-cursor.ts';
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
  /** The search stopped after `scanLimit` rows before the page was full: the next page goes on from there. */
  isPartial: boolean;
}

/** Rows that one page looks at for conditions without an index. */
export const scanLimit = 20_000;

/** Newest first, by keyset on the id. */
export async function listTasks(
  context: Context,
  { filter, limit, cursor }: { filter: TaskFilter; limit: number; cursor?: string | undefined },
): Promise<TaskPage> {
  authorize(context, 'task.read');
  const { canViewPayload } = context.principal;
  const beforeId = cursor ? readCursor(filter, cursor) : undefined;
  const conditions = taskConditions(context.principal, filter, beforeId);
  const window = conditions.screen.length > 0 ? scanLimit : limit + 1;
  return boundedRead(context.db, async (query) => {
    const rows = await query<SummaryRow>(pageText(conditions, window, limit + 1), conditions.values);
    const items = rows.slice(0, limit).map((row) => summaryOf(row, canViewPayload));
    const last = items.at(-1);
    if (rows.length > limit && last) return { items, nextCursor: writeCursor(filter, last.id), isPartial: false };
    const lastSeen = conditions.screen.length > 0 ? await lastOfWindow(query, conditions, window) : undefined;
    return { items, nextCursor: lastSeen ? writeCursor(filter, lastSeen) : null, isPartial: lastSeen !== undefined };
  });
}

type SummaryRow = Omit<TaskSummary, 'progress'> & { progress: unknown };

/** The window is read in the index's order and only as far as the page needs; attempts are looked up for the page alone. */
function pageText({ range, screen }: TaskConditions, window: number, limit: number): string {
  return `
    SELECT p.id, p.callable, p.queue, p.priority, p.state::text AS state, p.run_at AS "runAt", p.created_at AS "createdAt",
      p.started_at AS "startedAt", p.finished_at AS "finishedAt", p.attempt_count AS "attemptCount",
      p.max_attempts AS "maxAttempts", p.tags, p.created_by AS "createdBy", p.cancel_requested_at AS "cancelRequestedAt",
      a.id AS "lastAttemptId", a.state::text AS "attemptState", a.ray_job_id AS "rayJobId", a.progress,
      a.error_class AS "errorClass", a.error_message AS "errorMessage"
    FROM (
      SELECT t.* FROM (
        SELECT t.id, t.callable, t.queue, t.priority, t.state, t.run_at, t.created_at, t.started_at, t.finished_at,
          t.attempt_count, t.max_attempts, t.tags, t.created_by, t.cancel_requested_at
        FROM raydeck.task AS t ${whereAll(range)} ORDER BY t.id DESC LIMIT ${window}
      ) AS t ${whereAll(screen)} ORDER BY t.id DESC LIMIT ${limit}
    ) AS p
    LEFT JOIN LATERAL (
      SELECT * FROM raydeck.attempt AS a WHERE a.task_id = p.id AND a.number = p.attempt_count LIMIT 1
    ) AS a ON true
    ORDER BY p.id DESC`;
}

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
