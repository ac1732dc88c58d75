import type { Database } from '@raydeck/db';
import { until } from './until.ts';

/** Waits until so many connections to this database wait for a lock: what they do then really meets what holds it. */
export async function untilBlocked(db: Pick<Database, 'pool'>, connections = 1): Promise<void> {
  await until(
    `${connections} connections to wait for a lock`,
    async () => {
      const { rowCount } = await db.pool.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      return (rowCount ?? 0) >= connections;
    },
    { everyMs: 5 },
  );
}
