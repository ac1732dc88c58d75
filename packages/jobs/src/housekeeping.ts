import type { Database } from '@raydeck/db';

/** Rows of one kind that go in one statement: none holds locks for long. */
const portion = 5_000;

/** One run deletes at most so many portions of each kind; the next one goes on. */
const portions = 20;

/** What is over. The age is asked once more of the row itself: it may have been used anew since the portion was chosen. */
const statements = [
  `DELETE FROM raydeck.idempotency_key WHERE expires_at < clock_timestamp() AND (scope, key) IN (
     SELECT scope, key FROM raydeck.idempotency_key WHERE expires_at < clock_timestamp() ORDER BY expires_at LIMIT ${portion})`,
  `DELETE FROM raydeck.rate_limit WHERE expires_at < clock_timestamp() AND key IN (
     SELECT key FROM raydeck.rate_limit WHERE expires_at < clock_timestamp() LIMIT ${portion})`,
  `DELETE FROM raydeck.worker WHERE lease_expires_at < clock_timestamp() - interval '7 days' AND id IN (
     SELECT w.id FROM raydeck.worker AS w WHERE w.lease_expires_at < clock_timestamp() - interval '7 days'
       AND NOT EXISTS (SELECT FROM raydeck.attempt AS a WHERE a.worker_id = w.id AND a.released_at IS NULL) LIMIT ${portion})`,
  `DELETE FROM raydeck.webhook_delivery WHERE state <> 'PENDING' AND id IN (
     SELECT d.id FROM (SELECT id, created_at, state FROM raydeck.webhook_delivery ORDER BY id LIMIT ${portion}) AS d
     WHERE d.created_at < clock_timestamp() - interval '30 days' AND d.state <> 'PENDING')`,
  // Operations of three months ago: their rows first, which are many.
  `DELETE FROM raydeck.bulk_operation_row WHERE (operation_id, task_id) IN (
     SELECT r.operation_id, r.task_id FROM raydeck.bulk_operation AS o
     JOIN raydeck.bulk_operation_row AS r ON r.operation_id = o.id
     WHERE o.finished_at < clock_timestamp() - interval '90 days' LIMIT ${portion})`,
  `DELETE FROM raydeck.bulk_operation AS o WHERE o.finished_at < clock_timestamp() - interval '90 days'
     AND NOT EXISTS (SELECT FROM raydeck.bulk_operation_row AS r WHERE r.operation_id = o.id)`,
  // A key that nobody holds counts as well without its row.
  `DELETE FROM raydeck.key_counter WHERE live = 0 AND parked = 0 AND (queue, key) IN (
     SELECT queue, key FROM raydeck.key_counter WHERE live = 0 AND parked = 0 LIMIT ${portion})`,
  // All but the newest 1,000 of each schedule. Ticks that wait are not over.
  `DELETE FROM raydeck.schedule_tick WHERE outcome <> 'waiting' AND (schedule_id, tick) IN (
     SELECT k.schedule_id, k.tick FROM raydeck.schedule AS s
     CROSS JOIN LATERAL (SELECT n.tick FROM raydeck.schedule_tick AS n WHERE n.schedule_id = s.id
       ORDER BY n.tick DESC OFFSET 1000 LIMIT 1) AS edge
     JOIN raydeck.schedule_tick AS k ON k.schedule_id = s.id AND k.tick <= edge.tick
     WHERE k.outcome <> 'waiting' LIMIT ${portion})`,
];

/**
 * Deletes used-up idempotency keys, rate limits that ended, workers gone for a week, messages to webhooks of a month ago, operations on many tasks of three months ago, counters of idle keys, and old ticks. Repeats
 * find less to do.
 */
export async function keepHouse(db: Pick<Database, 'pool'>): Promise<void> {
  for (const statement of statements) {
    for (let round = 0; round < portions; round += 1) {
      const { rowCount } = await db.pool.query(statement);
      if ((rowCount ?? 0) < portion) break;
    }
  }
}
