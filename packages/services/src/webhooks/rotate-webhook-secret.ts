import { audit } from '../audit.ts';
import { authorizeWhole } from '../authorize-whole.ts';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import type { MadeWebhook } from './create-webhook.ts';
import { WebhookTarget } from './delete-webhook.ts';
import { newWebhookSecret, requireKeyRing, webhookSecretContext } from './webhook-secret.ts';
import { lockWebhook, webhookSummary } from './webhook-summary.ts';

/** So long the secret before signs as well, for receivers to learn the new one. */
const bothHours = 24;

/**
 * Gives it a new secret; the one before signs beside it for a day. Throws NOT_FOUND, PRECONDITION without ENCRYPTION_KEYS. Twice: the
 * first of the two new ones is then the one before. A crash before the answer leaves one that nobody knows: rotate again within the day.
 */
export async function rotateWebhookSecret(context: Context, input: WebhookTarget): Promise<MadeWebhook> {
  authorizeWhole(context, 'webhook.write');
  const { name, reason: why } = parseInput(WebhookTarget, input);
  const ring = requireKeyRing(context.keyRing);
  const secret = newWebhookSecret();
  return context.db.prisma.$transaction(async (tx) => {
    const row = await lockWebhook(tx, name);
    const data = {
      secret: ring.encrypt(secret, webhookSecretContext(row.id)),
      previousSecret: row.secret,
      previousUntil: new Date(Date.now() + bothHours * 3_600_000),
    };
    const rotated = await tx.webhook.update({ where: { id: row.id }, data });
    await audit(tx, context, { action: 'webhook.rotate', targetType: 'webhook', targetId: name, reason: why });
    return { ...webhookSummary(rotated), secret };
  });
}
