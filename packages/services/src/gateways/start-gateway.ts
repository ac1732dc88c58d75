import { RaydeckError } from '@raydeck/core';
import {
  type Database,
  type GatewayWorker,
  renewGateway as renewStatement,
  startGateway as statement,
} from '@raydeck/db';

/** What a gateway is told at each contact. */
export interface GatewayOrders {
  /** Takes nothing more, and ends when it holds nothing. */
  draining: boolean;
  /** How many share the cluster. */
  gateways: number;
  /** Whom to dial. */
  workers: GatewayWorker[];
}

/** One process of a gateway. */
export interface GatewaySession {
  gatewayId: string;
  executionId: string;
}

/** Exchanges a gateway's ticket, once. The same executionId gets the same answer; another one gets CONFLICT. */
export async function startGateway(
  db: Pick<Database, 'run'>,
  { gatewayId, executionId }: GatewaySession,
  leaseSeconds: number,
): Promise<GatewayOrders> {
  const [row] = await db.run(statement, [gatewayId, executionId, leaseSeconds]);
  if (!row) throw new RaydeckError('CONFLICT', 'This gateway was started before, or has ended.');
  return row;
}

/** Renews its lease. CONFLICT once it was judged: it ends, and all that runs under it. */
export async function renewGateway(
  db: Pick<Database, 'run'>,
  { gatewayId, executionId }: GatewaySession,
  { leaseSeconds, held, actors }: { leaseSeconds: number; held: number; actors: number },
): Promise<GatewayOrders> {
  const [row] = await db.run(renewStatement, [gatewayId, executionId, leaseSeconds, held, actors]);
  if (!row) throw new RaydeckError('CONFLICT', 'This gateway has ended.');
  return row;
}
