import { RaydeckError } from '@raydeck/core';
import { z } from 'zod';
import { audit } from '../audit.ts';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { reason } from '../reason.ts';
import { type BulkOperation } from './bulk-operation-shown.ts';
import { findBulkOperation } from './get-bulk-operation.ts';

export const BulkAbort = z.strictObject({ id: z.string(), reason: reason.optional() });
export type BulkAbort = z.infer<typeof BulkAbort>;

/**
 * Ends an operation; a portion that is under way is still done, and counted. Throws NOT_FOUND, FORBIDDEN, CONFLICT when it is over. Twice:
 * the second is a CONFLICT. A crash leaves it aborted or not.
 */
export async function abortBulkOperation(context: Context, input: BulkAbort): Promise<BulkOperation> {
  authorize(context, 'bulk.write');
  const { id, reason: why } = parseInput(BulkAbort, input);
  const { state, done, skipped, total } = await findBulkOperation(context, id);
  await context.db.prisma.$transaction(async (tx) => {
    const { count } = await tx.bulkOperation.updateMany({
      where: { id, finishedAt: null },
      data: { state: 'ABORTED', finishedAt: new Date() },
    });
    if (count === 0) throw new RaydeckError('CONFLICT', 'The operation is over already.');
    await audit(tx, context, {
      action: 'bulk.abort',
      targetType: 'bulk_operation',
      targetId: id,
      reason: why,
      before: { state },
      after: { state: 'ABORTED', done, skipped, total },
    });
  });
  return findBulkOperation(context, id);
}
