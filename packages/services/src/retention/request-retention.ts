import type { Database } from '@raydeck/db';

/** Asks the leader for a run; one that is under way or waits is it. Returns the run's id. */
export async function requestRetention(db: Pick<Database, 'pool'>, by: string): Promise<string> {
  for (;;) {
    const made = await db.pool.query<{ id: string }>(
      `INSERT INTO raydeck.retention_run (requested_by) VALUES ($1)
       ON CONFLICT ((true)) WHERE finished_at IS NULL DO NOTHING RETURNING id`,
      [by],
    );
    // A statement of its own: one that somebody else made meanwhile is not in the first one's snapshot. And it may have ended since.
    const found = made.rows[0] ?? (await openRun(db));
    if (found) return found.id;
  }
}

async function openRun(db: Pick<Database, 'pool'>): Promise<{ id: string } | undefined> {
  const text = 'SELECT id FROM raydeck.retention_run WHERE finished_at IS NULL';
  return (await db.pool.query<{ id: string }>(text)).rows[0];
}
