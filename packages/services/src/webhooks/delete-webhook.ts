import { z } from 'zod';
import { audit } from '../audit.ts';
import { authorizeWhole } from '../authorize-whole.ts';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { reason } from '../reason.ts';
import { lockWebhook, settingsOf } from './webhook-summary.ts';

/** A webhook by its name. */
export const WebhookTarget = z.strictObject({ name: z.string(), reason: reason.optional() });
export type WebhookTarget = z.infer<typeof WebhookTarget>;

/** Deletes it with its deliveries: what is not delivered never will be. Throws NOT_FOUND. Twice: the second does. */
export async function deleteWebhook(context: Context, input: WebhookTarget): Promise<void> {
  authorizeWhole(context, 'webhook.write');
  const { name, reason: why } = parseInput(WebhookTarget, input);
  await context.db.prisma.$transaction(async (tx) => {
    const row = await lockWebhook(tx, name);
    await tx.webhook.delete({ where: { id: row.id } });
    const before = { ...settingsOf(row), enabled: row.enabled };
    await audit(tx, context, { action: 'webhook.delete', targetType: 'webhook', targetId: name, reason: why, before });
  });
}
