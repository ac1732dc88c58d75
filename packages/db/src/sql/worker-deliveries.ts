import type { Statement } from '../statement.ts';

/** A delivery for each worker whose lease ended without its farewell, once. A frozen one that comes back has another id. */
export const workerDeliveries: Statement<[graceSeconds: number], { made: number }> = {
  name: 'worker-deliveries',
  text: `
WITH made AS (
    INSERT INTO raydeck.webhook_delivery (webhook_id, event, event_key, payload)
    SELECT w.id, 'worker.lost', 'worker:' || k.id, jsonb_build_object('id', k.id, 'name', k.name, 'hostname', k.hostname,
      'queues', k.queues, 'version', k.version, 'startedAt', k.started_at, 'lastSeenAt', k.last_seen_at)
    FROM raydeck.worker AS k
    JOIN raydeck.webhook AS w ON w.enabled AND 'worker.lost' = ANY (w.events) AND k.lease_expires_at > w.told_from
      AND (cardinality(w.queues) = 0 OR w.queues && k.queues OR '*' = ANY (k.queues))
    WHERE k.stopped_at IS NULL AND k.lease_expires_at < clock_timestamp() - $1::float8 * interval '1 second'
      AND k.lease_expires_at > clock_timestamp() - interval '1 day'
    ON CONFLICT ON CONSTRAINT webhook_delivery_event_key DO NOTHING RETURNING 1
  )
SELECT count(*)::integer AS made FROM made`,
};
