import type { Prisma } from '@raydeck/db';

/** PostgreSQL's clock, as everywhere. */
export async function databaseNow(tx: Prisma.TransactionClient): Promise<Date> {
  const [row] = await tx.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
  if (!row) throw new Error('A SELECT of the time has a row.');
  return row.now;
}
