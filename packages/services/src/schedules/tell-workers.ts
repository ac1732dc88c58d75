import type { Prisma } from '@raydeck/db';

/** Has the workers look at the schedules again, once the transaction is committed. Rare, so the hint may go with it. */
export async function tellWorkers(tx: Prisma.TransactionClient): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify('raydeck', '{"schedules":true}')`;
}

/** PostgreSQL's clock, as everywhere. */
export async function databaseNow(tx: Prisma.TransactionClient): Promise<Date> {
  const [row] = await tx.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
  if (!row) throw new Error('A SELECT of the time has a row.');
  return row.now;
}
