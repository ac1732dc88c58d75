import type { Statement } from '../statement.ts';

export type SeenCluster = [
  address: string,
  session: string | null,
  rayVersion: string | null,
  reachable: boolean,
  error: string | null,
  snapshot: string | null,
];

/** A cluster as a worker saw it just now; an unreachable one keeps what was last known. */
export const recordCluster: Statement<SeenCluster, Record<string, never>> = {
  name: 'record-cluster',
  text: `
INSERT INTO raydeck.cluster AS c (address, session, ray_version, reachable, error, snapshot, reachable_at)
VALUES ($1, $2, $3, $4, $5, $6::jsonb, CASE WHEN $4 THEN clock_timestamp() END)
ON CONFLICT (address) DO UPDATE SET session = COALESCE(EXCLUDED.session, c.session),
  ray_version = COALESCE(EXCLUDED.ray_version, c.ray_version), reachable = EXCLUDED.reachable, error = EXCLUDED.error,
  snapshot = COALESCE(EXCLUDED.snapshot, c.snapshot), checked_at = clock_timestamp(),
  reachable_at = COALESCE(EXCLUDED.reachable_at, c.reachable_at)`,
};
