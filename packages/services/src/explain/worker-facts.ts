import type { WorkerFacts } from '@raydeck/core';
import type { Query } from '../reading/bounded-read.ts';

/** The live workers, or of these the one that is named; what each holds is counted as far as it may hold. */
export function readWorkerFacts(query: Query, id: string | null): Promise<WorkerFacts[]> {
  return query<WorkerFacts & Record<string, unknown>>(text, [id]);
}

const text = `
  SELECT w.id, w.queues, w.runners, w.ray_address AS "rayAddress", w.concurrency, held.count AS held,
    w.drained_at IS NOT NULL AS drained
  FROM raydeck.worker AS w
  CROSS JOIN LATERAL (SELECT count(*)::integer AS count FROM (
    SELECT FROM raydeck.attempt AS a WHERE a.worker_id = w.id AND a.released_at IS NULL LIMIT w.concurrency) AS rows) AS held
  WHERE w.stopped_at IS NULL AND w.lease_expires_at > clock_timestamp() AND ($1::uuid IS NULL OR w.id = $1) LIMIT 1000`;
