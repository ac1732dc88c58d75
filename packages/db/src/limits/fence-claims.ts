import type { Prisma } from '../generated/client.ts';

/**
 * The first statement of a transaction that changes a limit: waits for the claims under way and holds new ones off until its
 * end. A claim whose snapshot is older than the change takes nothing.
 */
export async function fenceClaims(tx: Prisma.TransactionClient): Promise<void> {
  await tx.$executeRaw`UPDATE raydeck.control SET version = version + 1`;
}
