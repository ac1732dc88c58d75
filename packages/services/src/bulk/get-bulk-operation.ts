import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { notFound, requireUuid } from '../reading/uuid.ts';
import { bulkColumns, type BulkOperation, bulkReach, bulkShown } from './bulk-operation-shown.ts';

/** Throws NOT_FOUND. */
export async function getBulkOperation(context: Context, id: string): Promise<BulkOperation> {
  authorize(context, 'bulk.read');
  return findBulkOperation(context, id);
}

/** The same for whoever may do something with it. */
export async function findBulkOperation(context: Context, id: string): Promise<BulkOperation> {
  const where = { id: requireUuid(id, 'operation'), ...bulkReach(context) };
  const row = await context.db.prisma.bulkOperation.findFirst({ where, select: bulkColumns });
  if (!row) throw notFound('operation');
  return bulkShown(context, row);
}
