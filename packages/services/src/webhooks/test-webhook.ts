import { randomUUID } from 'node:crypto';
import { audit } from '../audit.ts';
import { authorizeWhole } from '../authorize-whole.ts';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { WebhookTarget } from './delete-webhook.ts';
import { lockWebhook } from './webhook-summary.ts';

/** Has a worker deliver an event `webhook.test`, also to one that is disabled. Throws NOT_FOUND. Returns the delivery's id. */
export async function testWebhook(context: Context, input: WebhookTarget): Promise<{ deliveryId: string }> {
  authorizeWhole(context, 'webhook.write');
  const { name, reason: why } = parseInput(WebhookTarget, input);
  return context.db.prisma.$transaction(async (tx) => {
    const { id: webhookId } = await lockWebhook(tx, name);
    const data = { webhookId, event: 'webhook.test', eventKey: `test:${randomUUID()}`, payload: { webhook: name } };
    const { id } = await tx.webhookDelivery.create({ data, select: { id: true } });
    await audit(tx, context, { action: 'webhook.test', targetType: 'webhook', targetId: name, reason: why });
    return { deliveryId: id };
  });
}
