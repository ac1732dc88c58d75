import { RaydeckError } from '@raydeck/core';
import { z } from 'zod';
import { audit } from '../audit.ts';
import { authorizeWhole } from '../authorize-whole.ts';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { changedFields } from '../queues/changed-fields.ts';
import { reason } from '../reason.ts';
import { WebhookChange, webhookProblem } from './webhook-settings.ts';
import { lockWebhook, settingsOf } from './webhook-summary.ts';

export const WebhookEdit = WebhookChange.extend({ name: z.string(), reason: reason.optional() });
export type WebhookEdit = z.infer<typeof WebhookEdit>;

/**
 * Changes what is named. Enabled again, it is told of what happens from then on, not of what did meanwhile. Throws NOT_FOUND, INVALID.
 * Twice: the second finds nothing to do. A crash leaves it done or not.
 */
export async function changeWebhook(context: Context, input: WebhookEdit): Promise<void> {
  authorizeWhole(context, 'webhook.write');
  const { name, reason: why, ...change } = parseInput(WebhookEdit, input);
  await context.db.prisma.$transaction(async (tx) => {
    const row = await lockWebhook(tx, name);
    const before = { ...settingsOf(row), enabled: row.enabled };
    const named = Object.entries(change).filter(([, value]) => value !== undefined);
    const after = { ...before, ...(Object.fromEntries(named) as Partial<typeof before>) };
    const problem = webhookProblem(after);
    if (problem) throw new RaydeckError('INVALID', `backlogThreshold: ${problem}`, { path: 'backlogThreshold' });
    const changed = changedFields(before, after);
    if (changed === null) return;
    const { id } = row;
    await tx.webhook.update({
      where: { id },
      data: { ...after, updatedAt: new Date(), disabledReason: after.enabled ? null : 'by hand' },
    });
    if (after.enabled && !before.enabled) {
      await tx.$executeRaw`UPDATE raydeck.webhook SET told_from = clock_timestamp(), failing_since = NULL WHERE id = ${id}::uuid`;
    }
    // Crossings were of the settings before.
    await tx.webhookBacklog.deleteMany({ where: { webhookId: id } });
    await audit(tx, context, {
      action: 'webhook.update',
      targetType: 'webhook',
      targetId: name,
      reason: why,
      ...changed,
    });
  });
}
