import { z } from 'zod';
import { authorizeWhole } from '../authorize-whole.ts';
import type { Context } from '../context.ts';
import { cursorScope, readCursor, writeCursor } from '../reading/cursor.ts';
import { payloadShown } from './payload-shown.ts';
import { findWebhook } from './webhook-summary.ts';

export const deliveryStates = ['PENDING', 'DELIVERED', 'DEAD'] as const;
const State = z.enum(deliveryStates);

/** One message to a webhook, and how it went. What the receiver answered is never kept. */
export interface Delivery {
  id: string;
  event: string;
  payload: unknown;
  /** DEAD: all its tries failed; it is delivered again by hand only. */
  state: (typeof deliveryStates)[number];
  attempts: number;
  createdAt: Date;
  triedAt: Date | null;
  deliveredAt: Date | null;
  statusCode: number | null;
  durationMs: number | null;
  error: string | null;
}

export interface DeliveryPage {
  items: Delivery[];
  nextCursor: string | null;
}

const columns = {
  id: true,
  event: true,
  payload: true,
  state: true,
  attempts: true,
  createdAt: true,
  triedAt: true,
  deliveredAt: true,
  statusCode: true,
  durationMs: true,
  error: true,
} as const;

/** Newest first, by keyset on the id. Throws NOT_FOUND. */
export async function listDeliveries(
  context: Context,
  {
    name,
    state,
    limit = 50,
    cursor,
  }: { name: string; state?: Delivery['state'] | undefined; limit?: number | undefined; cursor?: string | undefined },
): Promise<DeliveryPage> {
  authorizeWhole(context, 'webhook.read');
  const { prisma } = context.db;
  const { id: webhookId } = await findWebhook(prisma, name);
  const scope = await cursorScope(context.db, 'deliveries', { webhookId, state });
  const before = cursor === undefined ? undefined : readCursor(scope, cursor);
  const where = { webhookId, ...(state && { state }), ...(before !== undefined && { id: { lt: before } }) };
  const rows = await prisma.webhookDelivery.findMany({
    where,
    orderBy: { id: 'desc' },
    take: limit + 1,
    select: columns,
  });
  const items = await Promise.all(
    rows.slice(0, limit).map(async (row) => ({
      ...row,
      state: State.parse(row.state),
      payload: await payloadShown(context, row.payload),
    })),
  );
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? writeCursor(scope, last.id) : null };
}
