import type { Prisma } from '@raydeck/db';

/** Has the leader look at once what waits for it, when the transaction is committed. Rare, so the hint may go with it. */
export async function tellLeader(tx: Pick<Prisma.TransactionClient, '$executeRaw'>): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify('raydeck', '{"errand":true}')`;
}
