import { RaydeckError } from '@raydeck/core';
import type { Database } from '@raydeck/db';
import { type GatewayOrders, renewGateway, startGateway, type Tickets } from '@raydeck/services';
import type { Hono } from 'hono';
import { z } from 'zod';
import { bearer, parse } from '../attempt-api/request.ts';

export interface GatewayRoutesOptions {
  db: Database;
  tickets: Tickets;
  leaseSeconds: number;
  silenceLimitSeconds: number;
}

const StartMessage = z.object({ executionId: z.guid() });
const count = z.number().int().min(0).max(2_000_000_000);
const RenewMessage = z.object({ held: count, actors: count });

/** What gateways call (docs/gateway-protocol.md): the exchange of the ticket, and the renewal. */
export function addGatewayRoutes(
  app: Hono,
  { db, tickets, leaseSeconds, silenceLimitSeconds }: GatewayRoutesOptions,
): void {
  const answer = (orders: GatewayOrders) => ({ ...orders, leaseSeconds });

  app.post('/gateway/start', async (context) => {
    const opened = tickets.openGatewayTicket(bearer(context));
    if (!opened) throw new RaydeckError('FORBIDDEN', 'This ticket is not ours.');
    const { executionId } = await parse(context, StartMessage);
    const session = { ...opened, executionId: executionId.toLowerCase() };
    const orders = await startGateway(db, session, leaseSeconds);
    const sessionToken = tickets.gatewayTokenFor(session.gatewayId, session.executionId);
    return context.json({ ...answer(orders), gatewayId: session.gatewayId, sessionToken, silenceLimitSeconds });
  });

  app.post('/gateway/renew', async (context) => {
    const session = tickets.openGatewayToken(bearer(context));
    if (!session) throw new RaydeckError('FORBIDDEN', 'This session token is not ours.');
    const { held, actors } = await parse(context, RenewMessage);
    return context.json(answer(await renewGateway(db, session, { leaseSeconds, held, actors })));
  });
}
