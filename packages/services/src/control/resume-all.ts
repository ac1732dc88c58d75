import { RaydeckError } from '@raydeck/core';
import { z } from 'zod';
import { audit } from '../audit.ts';
import { authorizeWhole } from '../authorize-whole.ts';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { reason as anyReason } from '../reason.ts';

export const ResumeAll = z.strictObject({ reason: anyReason.optional() });
export type ResumeAll = z.infer<typeof ResumeAll>;

/** Ends a pause over all queues; queues that are paused themselves stay so. CONFLICT when there is none. */
export async function resumeAll(context: Context, input: ResumeAll): Promise<void> {
  authorizeWhole(context, 'control.pause');
  const { reason } = parseInput(ResumeAll, input);
  await context.db.prisma.$transaction(async (tx) => {
    const changed = await tx.$executeRaw`
      UPDATE raydeck.control SET paused = false, paused_reason = NULL, paused_by = NULL, paused_at = NULL,
        updated_at = clock_timestamp() WHERE paused`;
    if (changed === 0) throw new RaydeckError('CONFLICT', 'There is no pause over all queues.');
    const states = { before: { paused: true }, after: { paused: false } };
    await audit(tx, context, {
      action: 'control.resume',
      targetType: 'control',
      targetId: 'control',
      reason,
      ...states,
    });
  });
  context.notifier.ready();
}
