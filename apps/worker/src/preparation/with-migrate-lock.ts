import { createDatabase } from '@raydeck/db';

/** As long as one that applies long migrations may take. */
const waitMs = 600_000;

/** Two at once would change the same rights, which PostgreSQL refuses: the second waits, and finds all done. */
export async function withMigrateLock(connectionString: string, work: () => Promise<void>): Promise<void> {
  const db = createDatabase({
    connectionString,
    applicationName: 'raydeck-migrate',
    poolSize: 1,
    statementTimeoutMs: waitMs,
  });
  try {
    const holder = await db.pool.connect();
    try {
      await holder.query(`SELECT pg_advisory_lock(hashtext('raydeck.migrate'))`);
      await work();
    } finally {
      // Its end is the lock's.
      holder.release(true);
    }
  } finally {
    await db.close();
  }
}
