import type { Statement } from '../statement.ts';

/**
 * Takes what nobody leads any more, and keeps what this worker leads; returns what it leads now. Only with a live lease of its
 * own. Who loses it does so by time alone: two may lead for a moment, so what a leader does bears being done twice.
 */
export const takeLeadership: Statement<
  [names: string[], workerId: string, seconds: number],
  { name: string; isNew: boolean }
> = {
  name: 'take-leadership',
  text: `
INSERT INTO raydeck.leader AS l (name, worker_id, expires_at)
SELECT n, $2, clock_timestamp() + $3 * interval '1 second' FROM unnest($1::text[]) AS n
WHERE EXISTS (SELECT FROM raydeck.worker AS w
  WHERE w.id = $2 AND w.stopped_at IS NULL AND w.lease_expires_at > clock_timestamp())
ORDER BY n
ON CONFLICT (name) DO UPDATE SET worker_id = EXCLUDED.worker_id, expires_at = EXCLUDED.expires_at,
  taken_at = CASE WHEN l.worker_id = EXCLUDED.worker_id THEN l.taken_at ELSE clock_timestamp() END
  WHERE l.worker_id = EXCLUDED.worker_id OR l.expires_at <= clock_timestamp()
RETURNING l.name, l.taken_at > clock_timestamp() - interval '1 second' AS "isNew"`,
};

/** An orderly end: others may lead at once. */
export const endLeadership: Statement<[workerId: string], Record<string, never>> = {
  name: 'end-leadership',
  text: `DELETE FROM raydeck.leader WHERE worker_id = $1`,
};
