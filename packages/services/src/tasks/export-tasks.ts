import type { Defaults } from '@raydeck/core';
import { audit } from '../audit.ts';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { filterJson } from './filter-json.ts';
import { listTasks, type TaskSummary } from './list-tasks.ts';
import type { TaskFilter } from './task-filter.ts';

/** Rows of one export. */
export const exportLimit = 100_000;

const pageRows = 200;

/** How long a page looks for rows that match, and how long all of them take together. */
const pageBudgetMs = 2_000;
const exportBudgetMs = 300_000;

/** Why an export holds less than the filter does. */
export type ExportEnd = 'complete' | 'too many rows' | 'took too long';

export interface ExportedTasks {
  filter: TaskFilter;
  format: string;
  limit?: number;
}

/**
 * What a list shows, page by page, newest first, and at last why it ended. The audit log has it before the first row leaves. Rows are
 * read as they are when their page is: tasks go on meanwhile. A caller that stops asking has ended it.
 */
export async function* exportTasks(
  context: Context & { defaults: Defaults },
  { filter, format, limit = exportLimit }: ExportedTasks,
): AsyncGenerator<TaskSummary[], ExportEnd> {
  authorize(context, 'task.export');
  await context.db.prisma.$transaction((tx) =>
    audit(tx, context, {
      action: 'task.export',
      targetType: 'task_list',
      targetId: 'tasks',
      after: { format, filter: filterJson(filter) },
    }),
  );
  const deadline = performance.now() + exportBudgetMs;
  let cursor: string | undefined;
  for (let missing = limit; missing > 0;) {
    const asked = { filter, limit: Math.min(pageRows, missing), cursor, budgetMs: pageBudgetMs };
    const { items, nextCursor } = await listTasks(context, asked);
    yield items;
    if (nextCursor === null) return 'complete';
    if (performance.now() > deadline) return 'took too long';
    cursor = nextCursor;
    missing -= items.length;
  }
  return 'too many rows';
}
