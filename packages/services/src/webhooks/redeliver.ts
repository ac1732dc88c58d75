import { RaydeckError } from '@raydeck/core';
import { z } from 'zod';
import { audit } from '../audit.ts';
import { authorizeWhole } from '../authorize-whole.ts';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { notFound, requireUuid } from '../reading/uuid.ts';
import { reason } from '../reason.ts';
import { findWebhook } from './webhook-summary.ts';

export const Redelivery = z.strictObject({ name: z.string(), deliveryId: z.string(), reason: reason.optional() });
export type Redelivery = z.infer<typeof Redelivery>;

/**
 * Has a message that was delivered, or is DEAD, delivered again, with the same id, by which the receiver knows it. Throws NOT_FOUND,
 * CONFLICT while it is still being tried. Twice: the second is a CONFLICT. A crash leaves it asked for or not.
 */
export async function redeliver(context: Context, input: Redelivery): Promise<void> {
  authorizeWhole(context, 'webhook.write');
  const { name, deliveryId, reason: why } = parseInput(Redelivery, input);
  const id = requireUuid(deliveryId, 'delivery');
  await context.db.prisma.$transaction(async (tx) => {
    const { id: webhookId } = await findWebhook(tx, name);
    const asked = await tx.$executeRaw`
      UPDATE raydeck.webhook_delivery SET state = 'PENDING', queued_at = NULL, delivered_at = NULL
      WHERE id = ${id}::uuid AND webhook_id = ${webhookId}::uuid AND state <> 'PENDING'`;
    if (asked === 0) {
      if ((await tx.webhookDelivery.count({ where: { id, webhookId } })) === 0) throw notFound('delivery');
      throw new RaydeckError('CONFLICT', 'The delivery is still being tried.');
    }
    const entry = { action: 'webhook.redeliver', targetType: 'webhook', targetId: name, reason: why } as const;
    await audit(tx, context, { ...entry, after: { deliveryId: id } });
  });
}
