import type { Prisma } from '../generated/client.ts';

/**
 * The first statement of a transaction that changes a limit: waits for the claims under way and holds new ones off until its
 * end. A claim whose snapshot is older than the change takes nothing.
 *
 * The lock of the table, for its waiters stand in a line: the row's alone, which claims share, was had by the next claims before
 * the last ones had ended, and six busy workers kept a change waiting beyond any timeout.
 */
export async function fenceClaims(tx: Prisma.TransactionClient): Promise<void> {
  await tx.$executeRaw`LOCK TABLE raydeck.control IN EXCLUSIVE MODE`;
  await tx.$executeRaw`UPDATE raydeck.control SET version = version + 1`;
}
