import type { Prisma } from '../generated/client.ts';

/** Counts a queue's parked tasks anew, key by key; after fenceClaims, for only claims park tasks and bring them back. */
export async function recountParked(tx: Prisma.TransactionClient, queue: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO raydeck.key_counter AS y (queue, key, parked)
    SELECT t.queue, t.concurrency_key, count(*)::integer FROM raydeck.task AS t
    WHERE t.state = 'QUEUED' AND t.parked AND t.queue = ${queue} AND t.concurrency_key IS NOT NULL
    GROUP BY t.queue, t.concurrency_key
    ON CONFLICT ON CONSTRAINT key_counter_pkey DO UPDATE SET parked = EXCLUDED.parked`;
}
