import type { GatewayModel } from '@raydeck/db';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { boundedRead } from '../reading/bounded-read.ts';
import { plainRedaction } from '../redaction/redactions.ts';

/**
 * `STARTING` until its process has exchanged its ticket, `LIVE` while its lease holds, `SILENT` when that is over and nobody has judged
 * yet, `DRAINING` when it takes nothing more, `ENDED` once nothing of it runs.
 */
export const gatewayStates = ['STARTING', 'LIVE', 'DRAINING', 'SILENT', 'ENDED'] as const;
export type GatewayState = (typeof gatewayStates)[number];

export interface GatewaySummary extends Omit<GatewayModel, 'executionId' | 'draining'> {
  state: GatewayState;
  /** Live workers of its cluster that serve gateways: those are the ones it dials. */
  workers: number;
  /** Its Ray job as it is mirrored; null when no worker has seen it yet, or it is no longer kept. */
  clusterJobId: string | null;
}

/** The gateways of all clusters that may still run something, newest first, and those that ended within a day. */
export async function listGateways(context: Context): Promise<GatewaySummary[]> {
  authorize(context, 'cluster.read');
  const rows = await boundedRead(context.db, (query) => query<GatewaySummary & Record<string, unknown>>(text));
  const redaction = plainRedaction(context);
  return rows.map((row) => ({ ...row, endReason: row.endReason && redaction.text(row.endReason) }));
}

const text = `
  SELECT g.id, g.ray_address AS "rayAddress", g.ray_session AS "raySession", g.job_name AS "jobName", g.version, g.held, g.actors,
    g.created_at AS "createdAt", g.lease_expires_at AS "leaseExpiresAt", g.ended_at AS "endedAt", g.end_reason AS "endReason",
    CASE WHEN g.ended_at IS NOT NULL THEN 'ENDED' WHEN g.execution_id IS NULL THEN 'STARTING'
      WHEN g.lease_expires_at <= clock_timestamp() THEN 'SILENT' WHEN g.draining THEN 'DRAINING' ELSE 'LIVE' END AS state,
    CASE WHEN g.ended_at IS NULL THEN dialed.count ELSE 0 END AS workers, job.id AS "clusterJobId"
  FROM raydeck.gateway AS g
  CROSS JOIN LATERAL (SELECT count(*)::integer AS count FROM raydeck.worker AS w
    WHERE w.ray_address = g.ray_address AND w.attempt_api_url IS NOT NULL AND w.stopped_at IS NULL
      AND w.lease_expires_at > clock_timestamp()) AS dialed
  LEFT JOIN raydeck.cluster_job AS job
    ON job.ray_address = g.ray_address AND job.ray_session = g.ray_session AND job.key = g.job_name
  WHERE g.ended_at IS NULL OR g.ended_at > now() - interval '1 day'
  ORDER BY g.ended_at IS NOT NULL, g.created_at DESC, g.id LIMIT 100`;
