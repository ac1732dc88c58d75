import type { Database } from '@raydeck/db';

/** Of tasks and attempts, as PostgreSQL counts them. */
export async function deadRows(db: Database): Promise<number> {
  const { rows } = await db.pool.query<{ dead: number }>(
    `SELECT sum(n_dead_tup)::float8 AS dead FROM pg_stat_user_tables
     WHERE schemaname = 'raydeck' AND relname IN ('task', 'attempt')`,
  );
  return rows[0]?.dead ?? 0;
}
