import { z } from 'zod';
import { audit } from '../audit.ts';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { reason as anyReason } from '../reason.ts';
import { authorizeQueue } from './authorize-queue.ts';
import { whyUnchanged } from './why-unchanged.ts';

/** Why a queue is paused. */
export const QueuePause = z.strictObject({ name: z.string(), reason: anyReason.min(1, 'must say why') });
export type QueuePause = z.infer<typeof QueuePause>;

/** Nothing more is claimed from the queue; what runs goes on. CONFLICT when it is paused already. */
export async function pauseQueue(context: Context, input: QueuePause): Promise<void> {
  const { name, reason } = parseInput(QueuePause, input);
  authorizeQueue(context, 'queue.pause', name);
  await context.db.prisma.$transaction(async (tx) => {
    const changed = await tx.$executeRaw`
      UPDATE raydeck.queue SET paused = true, paused_reason = ${reason}, paused_by = ${context.principal.id},
        paused_at = clock_timestamp(), updated_at = clock_timestamp()
      WHERE name = ${name} AND NOT paused`;
    if (changed === 0) throw await whyUnchanged(tx.queue.count({ where: { name } }), name, 'is paused already');
    const entry = {
      targetType: 'queue',
      targetId: name,
      reason,
      before: { paused: false },
      after: { paused: true },
    } as const;
    await audit(tx, context, { action: 'queue.pause', ...entry });
  });
}
