import { z } from 'zod';
import { audit } from '../audit.ts';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { reason as anyReason } from '../reason.ts';
import { authorizeQueue } from './authorize-queue.ts';
import { whyUnchanged } from './why-unchanged.ts';

/** A queue that goes on, and perhaps why. */
export const QueueResume = z.strictObject({ name: z.string(), reason: anyReason.optional() });
export type QueueResume = z.infer<typeof QueueResume>;

/** Lets a paused queue go on. CONFLICT when it is not paused. */
export async function resumeQueue(context: Context, input: QueueResume): Promise<void> {
  const { name, reason } = parseInput(QueueResume, input);
  authorizeQueue(context, 'queue.pause', name);
  await context.db.prisma.$transaction(async (tx) => {
    const changed = await tx.$executeRaw`
      UPDATE raydeck.queue SET paused = false, paused_reason = NULL, paused_by = NULL, paused_at = NULL,
        updated_at = clock_timestamp()
      WHERE name = ${name} AND paused`;
    if (changed === 0) throw await whyUnchanged(tx.queue.count({ where: { name } }), name, 'is not paused');
    const entry = {
      targetType: 'queue',
      targetId: name,
      reason,
      before: { paused: true },
      after: { paused: false },
    } as const;
    await audit(tx, context, { action: 'queue.resume', ...entry });
  });
  context.notifier.ready();
}
