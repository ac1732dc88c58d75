import type { Statement } from '../statement.ts';

/** Those that share the cluster of `g`: what may be divided among them. */
const gateways = `(SELECT count(*)::int FROM raydeck.gateway AS o
  WHERE o.ray_address = g.ray_address AND o.ended_at IS NULL AND NOT o.draining)`;

/** The exchange of a gateway's ticket: once, for one execution id; a repeat after a lost answer gets the same row. */
export const startGateway: Statement<
  [gatewayId: string, executionId: string, leaseSeconds: number],
  { gatewayId: string; draining: boolean; gateways: number }
> = {
  name: 'start-gateway',
  text: `
UPDATE raydeck.gateway AS g
SET execution_id = $2, lease_expires_at = clock_timestamp() + $3 * interval '1 second'
WHERE id = $1 AND ended_at IS NULL AND (execution_id IS NULL OR execution_id = $2)
RETURNING id AS "gatewayId", draining, ${gateways} AS gateways`,
};

/** No row: it has ended, and this incarnation never lives again. A lease that was over for a while may go on: nobody has judged. */
export const renewGateway: Statement<
  [gatewayId: string, executionId: string, leaseSeconds: number, held: number, actors: number],
  { gatewayId: string; draining: boolean; gateways: number }
> = {
  name: 'renew-gateway',
  text: `
UPDATE raydeck.gateway AS g
SET lease_expires_at = clock_timestamp() + $3 * interval '1 second', held = $4, actors = $5
WHERE id = $1 AND execution_id = $2 AND ended_at IS NULL
RETURNING id AS "gatewayId", draining, ${gateways} AS gateways`,
};

/** The workers that a gateway of this one's cluster dials. */
export const gatewayWorkers: Statement<[gatewayId: string], { workerId: string; url: string }> = {
  name: 'gateway-workers',
  text: `
SELECT w.id AS "workerId", w.attempt_api_url AS url
FROM raydeck.gateway AS g JOIN raydeck.worker AS w ON w.ray_address = g.ray_address
WHERE g.id = $1 AND w.attempt_api_url IS NOT NULL AND w.stopped_at IS NULL AND w.lease_expires_at > clock_timestamp()`,
};
