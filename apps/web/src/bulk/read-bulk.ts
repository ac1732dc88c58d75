import { type BulkOutcome, RaydeckError } from '@raydeck/core';
import {
  type BulkOperation,
  type BulkRow,
  getBulkOperation,
  listBulkOperations,
  listBulkRows,
  refreshTasks,
  type TaskSummary,
} from '@raydeck/services';
import type { contextOf } from '../server/container.ts';
import { shareRead } from '../server/share-read.ts';

type Context = ReturnType<typeof contextOf>;

/** Consoles that look at the same share its reads; a little less than the second that a console waits. */
const sharedMs = 950;
const limit = 50;

interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** People differ in whether they see payloads, and in nothing else. */
const seen = ({ principal }: Context) => principal.canViewPayload;

export function readOperations(context: Context, cursor: string | undefined): Promise<Page<BulkOperation>> {
  return shareRead(JSON.stringify(['bulk', cursor, seen(context)]), sharedMs, () =>
    firstUnless((from) => listBulkOperations(context, { limit, cursor: from }), cursor),
  );
}

export function readOperation(context: Context, id: string): Promise<BulkOperation> {
  return shareRead(JSON.stringify(['bulk operation', id, seen(context)]), sharedMs, () =>
    getBulkOperation(context, id),
  );
}

/** A row with the task as it is now; null when that is gone. */
export interface ShownRow extends BulkRow {
  id: string;
  task: TaskSummary | null;
}

interface RowsAsked {
  id: string;
  outcome: BulkOutcome | undefined;
  cursor: string | undefined;
}

export function readRows(context: Context, { cursor, ...asked }: RowsAsked): Promise<Page<ShownRow>> {
  return shareRead(JSON.stringify(['bulk rows', cursor, asked, seen(context)]), sharedMs, async () => {
    const { items, nextCursor } = await firstUnless(
      (from) => listBulkRows(context, { ...asked, limit, cursor: from }),
      cursor,
    );
    const ids = items.map(({ taskId }) => taskId);
    const tasks = new Map((await refreshTasks(context, { filter: {}, ids })).rows.map((task) => [task.id, task]));
    return { items: items.map((row) => ({ ...row, id: row.taskId, task: tasks.get(row.taskId) ?? null })), nextCursor };
  });
}

/** A cursor that is none of this list's is as good as none. */
async function firstUnless<T>(read: (cursor: string | undefined) => Promise<T>, cursor: string | undefined) {
  try {
    return await read(cursor);
  } catch (error) {
    if (!(error instanceof RaydeckError) || error.path !== 'cursor') throw error;
    return read(undefined);
  }
}
