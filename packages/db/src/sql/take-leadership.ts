import type { Statement } from '../statement.ts';

/** What waits to be done by one worker for all: each is looked for by an index, and a look that finds nothing reads a page or two. */
const errands = {
  expiry: `SELECT FROM raydeck.task WHERE state = 'QUEUED' AND expires_at <= statement_timestamp()`,
  bulk: `SELECT FROM raydeck.bulk_operation
    WHERE finished_at IS NULL AND (queued_at IS NULL OR queued_at < statement_timestamp() - interval '1 minute')`,
  retention: 'SELECT FROM raydeck.retention_run WHERE finished_at IS NULL',
  webhooks: `SELECT FROM raydeck.webhook WHERE enabled
    UNION ALL SELECT FROM raydeck.webhook_delivery WHERE state = 'PENDING' AND queued_at IS NULL`,
  orphans: `SELECT FROM raydeck.worker AS w WHERE w.lease_expires_at <= clock_timestamp()
    AND EXISTS (SELECT FROM raydeck.attempt AS a WHERE a.worker_id = w.id AND a.released_at IS NULL)`,
  logs: 'SELECT FROM raydeck.attempt WHERE log_wanted',
} as const;

export type Errand = keyof typeof errands;

/**
 * Takes what nobody leads any more, and keeps what this worker leads; returns what it leads now, each with the same errands. Only with a
 * live lease of its own. Who loses it does so by time alone: two may lead for a moment, so what a leader does bears being done twice.
 */
export const takeLeadership: Statement<
  [names: string[], workerId: string, seconds: number],
  { name: string; isNew: boolean; errands: Errand[] }
> = {
  name: 'take-leadership',
  text: `
WITH held AS (INSERT INTO raydeck.leader AS l (name, worker_id, expires_at)
SELECT n, $2, clock_timestamp() + $3 * interval '1 second' FROM unnest($1::text[]) AS n
WHERE EXISTS (SELECT FROM raydeck.worker AS w
  WHERE w.id = $2 AND w.stopped_at IS NULL AND w.lease_expires_at > clock_timestamp())
ORDER BY n
ON CONFLICT (name) DO UPDATE SET worker_id = EXCLUDED.worker_id, expires_at = EXCLUDED.expires_at,
  taken_at = CASE WHEN l.worker_id = EXCLUDED.worker_id THEN l.taken_at ELSE clock_timestamp() END
  WHERE l.worker_id = EXCLUDED.worker_id OR l.expires_at <= clock_timestamp()
RETURNING l.name, l.taken_at > clock_timestamp() - interval '1 second' AS "isNew")
SELECT name, "isNew", ARRAY (SELECT e.errand FROM (VALUES
  ${Object.entries(errands)
    .map(([errand, wanted]) => `('${errand}', EXISTS (${wanted}))`)
    .join(',\n  ')}
) AS e (errand, is_there) WHERE e.is_there) AS errands FROM held`,
};

/** An orderly end: others may lead at once. */
export const endLeadership: Statement<[workerId: string], Record<string, never>> = {
  name: 'end-leadership',
  text: `DELETE FROM raydeck.leader WHERE worker_id = $1`,
};
