import { audit } from '../audit.ts';
import type { Context } from '../context.ts';
import { authorizeQueue } from './authorize-queue.ts';
import { QueuePause } from './pause-queue.ts';
import { whyUnchanged } from './why-unchanged.ts';

/** Lets a paused queue go on. CONFLICT when it is not paused. */
export async function resumeQueue(context: Context, input: QueuePause): Promise<void> {
  const { name, reason } = QueuePause.parse(input);
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
}
