import { defaultRetention } from '@raydeck/core';
import type { z } from 'zod';
import { audit } from '../audit.ts';
import { authorizeWhole } from '../authorize-whole.ts';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { changedFields } from '../queues/changed-fields.ts';
import { reason } from '../reason.ts';
import { RetentionChange } from './retention-settings.ts';

/** What is kept for how long from now on; what is left out stays as it is. */
export const RetentionEdit = RetentionChange.extend({ reason: reason.optional() });
export type RetentionEdit = z.infer<typeof RetentionEdit>;

/** Changes it for all queues that say nothing themselves. Twice: the second finds nothing to do. A crash leaves it done or not. */
export async function changeRetention(context: Context, input: RetentionEdit): Promise<void> {
  authorizeWhole(context, 'retention.write');
  const { reason: why, ...change } = parseInput(RetentionEdit, input);
  await context.db.prisma.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT singleton FROM raydeck.retention FOR NO KEY UPDATE`;
    const stored = RetentionChange.parse((await tx.retention.findFirstOrThrow()).settings);
    const before = { ...defaultRetention, ...stored };
    const changed = changedFields(before, { ...before, ...change });
    if (changed === null) return;
    const data = { settings: { ...stored, ...change }, updatedAt: new Date(), updatedBy: context.principal.id };
    await tx.retention.updateMany({ data });
    await audit(tx, context, {
      action: 'retention.update',
      targetType: 'control',
      targetId: 'retention',
      reason: why,
      ...changed,
    });
  });
}
