import type { Database, Prisma } from '@raydeck/db';

/** Makes a job for each operation, in the transaction. */
export type SendBulk = (tx: Prisma.TransactionClient, operationIds: readonly string[]) => Promise<void>;

const portion = 20;

/**
 * Hands over operations that nobody works off: new ones, ones that a run left for the next, and ones that have not got on for a minute,
 * for their worker died or is cut off. Should it live after all, it stops: the next run's id is not its own. Returns how many.
 */
export async function queueBulkOperations(db: Database, sendBulk: SendBulk): Promise<number> {
  return db.prisma.$transaction(async (tx) => {
    const rows = await tx.$queryRaw<{ id: string }[]>`
      UPDATE raydeck.bulk_operation SET queued_at = clock_timestamp() WHERE id = ANY (ARRAY (
        SELECT o.id FROM raydeck.bulk_operation AS o WHERE o.finished_at IS NULL
          AND (o.queued_at IS NULL OR o.queued_at < clock_timestamp() - interval '1 minute')
        ORDER BY o.id LIMIT ${portion} FOR UPDATE SKIP LOCKED)) RETURNING id`;
    if (rows.length > 0)
      await sendBulk(
        tx,
        rows.map(({ id }) => id),
      );
    return rows.length;
  });
}
