import type { Statement } from '../statement.ts';

/** Written once it is known that nothing of the gateway runs any more; its attempts may be judged from then on. Repeats change nothing. */
export const endGateway: Statement<[gatewayId: string, reason: string], { gatewayId: string }> = {
  name: 'end-gateway',
  text: `
UPDATE raydeck.gateway SET ended_at = clock_timestamp(), end_reason = $2
WHERE id = $1 AND ended_at IS NULL
RETURNING id AS "gatewayId"`,
};
