import type { Statement } from '../statement.ts';

export interface OpenGateway extends Record<string, unknown> {
  gatewayId: string;
  raySession: string;
  jobName: string;
  version: string;
  isStarted: boolean;
  draining: boolean;
  ageMs: number;
  /** Since its lease was over; negative while it lives. */
  overdueMs: number;
}

/** The gateways of a cluster that may still run something. */
export const openGateways: Statement<[rayAddress: string], OpenGateway> = {
  name: 'open-gateways',
  text: `
SELECT id AS "gatewayId", ray_session AS "raySession", job_name AS "jobName", version, execution_id IS NOT NULL AS "isStarted", draining,
  (extract(epoch FROM clock_timestamp() - created_at) * 1000)::float8 AS "ageMs",
  (extract(epoch FROM clock_timestamp() - lease_expires_at) * 1000)::float8 AS "overdueMs"
FROM raydeck.gateway WHERE ray_address = $1 AND ended_at IS NULL ORDER BY created_at`,
};
