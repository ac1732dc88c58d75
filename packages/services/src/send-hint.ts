import { channel, type Hint, type Prisma } from '@raydeck/db';

/** Tells workers when the transaction is committed. For what is rare: a commit that notifies waits for all others that do. */
export async function sendHint(tx: Pick<Prisma.TransactionClient, '$executeRaw'>, hint: Hint): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${channel}, ${JSON.stringify(hint)})`;
}
