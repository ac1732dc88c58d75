import type { Statement } from '../statement.ts';

/** Those that share the cluster of `g`: what may be divided among them. */
const gateways = `(SELECT count(*)::int FROM raydeck.gateway AS o
  WHERE o.ray_address = g.ray_address AND o.ended_at IS NULL AND NOT o.draining)`;

/** Whom a gateway dials: the workers of its cluster. */
export interface GatewayWorker {
  workerId: string;
  url: string;
}

const workers = `(SELECT COALESCE(jsonb_agg(jsonb_build_object('workerId', w.id, 'url', w.attempt_api_url)), '[]') FROM raydeck.worker AS w
  WHERE w.ray_address = g.ray_address AND w.attempt_api_url IS NOT NULL AND w.stopped_at IS NULL
    AND w.lease_expires_at > clock_timestamp())`;

const orders = `draining, ${gateways} AS gateways, ${workers} AS workers`;

type OrdersRow = { draining: boolean; gateways: number; workers: GatewayWorker[] };

/** The exchange of a gateway's ticket: once, for one execution id; a repeat after a lost answer gets the same row. */
export const startGateway: Statement<[gatewayId: string, executionId: string, leaseSeconds: number], OrdersRow> = {
  name: 'start-gateway',
  text: `
UPDATE raydeck.gateway AS g
SET execution_id = $2, lease_expires_at = clock_timestamp() + $3 * interval '1 second'
WHERE id = $1 AND ended_at IS NULL AND (execution_id IS NULL OR execution_id = $2)
RETURNING ${orders}`,
};

/** No row: it has ended, and this incarnation never lives again. A lease that was over for a while may go on: nobody has judged. */
export const renewGateway: Statement<
  [gatewayId: string, executionId: string, leaseSeconds: number, held: number, actors: number],
  OrdersRow
> = {
  name: 'renew-gateway',
  text: `
UPDATE raydeck.gateway AS g
SET lease_expires_at = clock_timestamp() + $3 * interval '1 second', held = $4, actors = $5
WHERE id = $1 AND execution_id = $2 AND ended_at IS NULL
RETURNING ${orders}`,
};
