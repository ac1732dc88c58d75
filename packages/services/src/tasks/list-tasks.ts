import type { AttemptState, Defaults, TaskState } from '@raydeck/core';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { cursorScope, readCursor, writeCursor } from '../reading/cursor.ts';
import { findTasks } from './find-tasks.ts';
import type { Progress } from './progress.ts';
import type { TaskFilter } from './task-filter.ts';
import { authorizeText } from './text-search.ts';

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

/** How long a search without an index may take. */
export function searchBudget({ text }: TaskFilter): number {
  return text === undefined ? searchBudgetMs : textBudgetMs;
}

interface Search {
  filter: TaskFilter;
  limit: number;
  cursor?: string | undefined;
  budgetMs?: number;
}

/** Newest first, by keyset on the id. */
export async function listTasks(
  context: Context & { defaults: Defaults },
  { filter, limit, cursor, budgetMs = searchBudget(filter) }: Search,
): Promise<TaskPage> {
  authorize(context, 'task.read');
  authorizeText(context, filter);
  const scope = await cursorScope(context.db, 'tasks', filter);
  const from = cursor === undefined ? undefined : readCursor(scope, cursor);
  const deadline = performance.now() + budgetMs;
  const { items, goesOnAt } = await findTasks(context, filter, {
    from,
    towards: 'older',
    wanted: limit + 1,
    deadline,
  });
  const after = items.length > limit ? items[limit - 1]?.id : goesOnAt;
  return {
    items: items.slice(0, limit),
    nextCursor: after === undefined ? null : writeCursor(scope, after),
    isPartial: items.length <= limit && goesOnAt !== undefined,
  };
}
