import { type BulkOutcome, bulkOutcomes } from '@raydeck/core';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { cursorScope, readCursor, writeCursor } from '../reading/cursor.ts';
import { getBulkOperation } from './get-bulk-operation.ts';

/** What became of one task. */
export interface BulkRow {
  taskId: string;
  outcome: BulkOutcome;
  /** Why it was skipped. */
  message: string | null;
  at: Date | null;
}

const Outcome = z.enum(bulkOutcomes);

/** The newest tasks first, by keyset. Throws NOT_FOUND. */
export async function listBulkRows(
  context: Context,
  {
    id,
    outcome,
    limit = 50,
    cursor,
  }: { id: string; outcome?: BulkOutcome | undefined; limit?: number | undefined; cursor?: string | undefined },
): Promise<{ items: BulkRow[]; nextCursor: string | null }> {
  const { id: operationId } = await getBulkOperation(context, id);
  const scope = await cursorScope(context.db, 'bulk-rows', { operationId, outcome });
  const before = cursor === undefined ? undefined : readCursor(scope, cursor);
  const rows = await context.db.prisma.bulkOperationRow.findMany({
    where: { operationId, ...(outcome && { outcome }), ...(before !== undefined && { taskId: { lt: before } }) },
    orderBy: { taskId: 'desc' },
    take: limit + 1,
    select: { taskId: true, outcome: true, message: true, at: true },
  });
  const items = rows.slice(0, limit).map((row) => ({ ...row, outcome: Outcome.parse(row.outcome) }));
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? writeCursor(scope, last.taskId) : null };
}
