import { randomUUID } from 'node:crypto';
import { RaydeckError } from '@raydeck/core';
import type { z } from 'zod';
import { audit } from '../audit.ts';
import { authorizeWhole } from '../authorize-whole.ts';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { reason } from '../reason.ts';
import { sendHint } from '../send-hint.ts';
import { maxWebhooks } from './list-webhooks.ts';
import { NewWebhook, webhookProblem } from './webhook-settings.ts';
import { newWebhookSecret, requireKeyRing, webhookSecretContext } from './webhook-secret.ts';
import { type Webhook, webhookSummary } from './webhook-summary.ts';

export const WebhookCreation = NewWebhook.extend({ reason: reason.optional() });
export type WebhookCreation = z.input<typeof WebhookCreation>;

/** A webhook just made, or with a new secret, whose text stands nowhere else. */
export type MadeWebhook = Webhook & { secret: string };

/**
 * Makes a webhook, which is told of what happens from now on. Throws INVALID with the path of the bad field, CONFLICT when the name is
 * taken, PRECONDITION without ENCRYPTION_KEYS. Twice: the second is a CONFLICT. A crash leaves it made, with its audit row, or not.
 */
export async function createWebhook(context: Context, input: WebhookCreation): Promise<MadeWebhook> {
  authorizeWhole(context, 'webhook.write');
  const { reason: why, ...settings } = parseInput(WebhookCreation, input);
  const problem = webhookProblem(settings);
  if (problem) throw new RaydeckError('INVALID', `backlogThreshold: ${problem}`, { path: 'backlogThreshold' });
  const ring = requireKeyRing(context.keyRing);
  const id = randomUUID();
  const secret = newWebhookSecret();
  return context.db.prisma.$transaction(async (tx) => {
    if ((await tx.webhook.count()) >= maxWebhooks) {
      throw new RaydeckError('PRECONDITION', `There are ${maxWebhooks} webhooks, which is the most there can be.`);
    }
    const row = {
      id,
      ...settings,
      secret: ring.encrypt(secret, webhookSecretContext(id)),
      createdBy: context.principal.id,
    };
    const { count } = await tx.webhook.createMany({ data: [row], skipDuplicates: true });
    if (count === 0) {
      throw new RaydeckError('CONFLICT', `There is a webhook "${settings.name}" already.`, { path: 'name' });
    }
    const entry = { action: 'webhook.create', targetType: 'webhook', targetId: settings.name, reason: why } as const;
    await audit(tx, context, { ...entry, after: settings });
    await sendHint(tx, { errand: true });
    return { ...webhookSummary(await tx.webhook.findUniqueOrThrow({ where: { id } })), secret };
  });
}
