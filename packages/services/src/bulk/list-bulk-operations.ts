import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { cursorScope, readCursor, writeCursor } from '../reading/cursor.ts';
import { bulkColumns, type BulkOperation, bulkReach, bulkShown } from './bulk-operation-shown.ts';

/** Newest first, by keyset on the id. */
export async function listBulkOperations(
  context: Context,
  { limit = 50, cursor }: { limit?: number | undefined; cursor?: string | undefined } = {},
): Promise<{ items: BulkOperation[]; nextCursor: string | null }> {
  authorize(context, 'bulk.read');
  const scope = await cursorScope(context.db, 'bulk', {});
  const before = cursor === undefined ? undefined : readCursor(scope, cursor);
  const rows = await context.db.prisma.bulkOperation.findMany({
    where: { ...bulkReach(context), ...(before !== undefined && { id: { lt: before } }) },
    orderBy: { id: 'desc' },
    take: limit + 1,
    select: bulkColumns,
  });
  const items = rows.slice(0, limit).map((row) => bulkShown(context, row));
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? writeCursor(scope, last.id) : null };
}
