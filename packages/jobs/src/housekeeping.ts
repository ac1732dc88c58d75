import type { Database } from '@raydeck/db';

/** What is over: a portion of each per run, so that no statement holds locks for long. */
const statements = [
  `DELETE FROM raydeck.idempotency_key WHERE (scope, key) IN (
     SELECT scope, key FROM raydeck.idempotency_key WHERE expires_at < clock_timestamp() ORDER BY expires_at LIMIT 5000)`,
  `DELETE FROM raydeck.rate_limit WHERE expires_at < clock_timestamp()`,
  `DELETE FROM raydeck.worker AS w WHERE w.lease_expires_at < clock_timestamp() - interval '7 days'
     AND NOT EXISTS (SELECT FROM raydeck.attempt AS a WHERE a.worker_id = w.id AND a.released_at IS NULL)`,
];

/** Deletes used-up idempotency keys, rate limits that ended, and workers gone for a week. Repeats find less to do. */
export async function keepHouse(db: Pick<Database, 'pool'>): Promise<void> {
  for (const statement of statements) await db.pool.query(statement);
}
