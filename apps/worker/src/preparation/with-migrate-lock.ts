import { createDatabase, type Database } from '@raydeck/db';

/** As long as one that applies long migrations may take. */
const waitMs = 600_000;
const everyMs = 200;

/**
 * Two at once would change the same rights, which PostgreSQL refuses: the second waits, and finds all done. It asks again and again: whoever
 * waits within a statement is himself waited for by the indexes that are made concurrently.
 */
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
      const until = performance.now() + waitMs;
      while (!(await tryLock(holder))) {
        if (performance.now() > until) throw new Error('Another migration step has not ended within ten minutes.');
        await new Promise((resolve) => setTimeout(resolve, everyMs));
      }
      await work();
    } finally {
      // Its end is the lock's.
      holder.release(true);
    }
  } finally {
    await db.close();
  }
}

async function tryLock(holder: Pick<Database['pool'], 'query'>): Promise<boolean> {
  const { rows } = await holder.query<{ held: boolean }>(
    `SELECT pg_try_advisory_lock(hashtext('raydeck.migrate')) AS held`,
  );
  return rows[0]?.held ?? false;
}
