import type { Database, Prisma } from '@raydeck/db';

/** Makes a job for each delivery, in the transaction. */
export type SendDeliveries = (tx: Prisma.TransactionClient, deliveryIds: readonly string[]) => Promise<void>;

const portion = 500;

/**
 * Hands deliveries that have no job yet to pg-boss, each once. Returns how many. A crash leaves them handed over or not. What is still
 * not over after an hour is handed over anew, in case its job is gone; one that has a job keeps it.
 */
export async function queueDeliveries(db: Database, sendDeliveries: SendDeliveries): Promise<number> {
  return db.prisma.$transaction(async (tx) => {
    const rows = await tx.$queryRaw<{ id: string }[]>`
      UPDATE raydeck.webhook_delivery SET queued_at = clock_timestamp() WHERE id = ANY (ARRAY (
        SELECT d.id FROM raydeck.webhook_delivery AS d WHERE d.state = 'PENDING'
          AND (d.queued_at IS NULL OR d.queued_at < clock_timestamp() - interval '1 hour')
        ORDER BY d.id LIMIT ${portion} FOR UPDATE SKIP LOCKED)) RETURNING id`;
    if (rows.length > 0)
      await sendDeliveries(
        tx,
        rows.map(({ id }) => id),
      );
    return rows.length;
  });
}
