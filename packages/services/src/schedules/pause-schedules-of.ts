import type { Prisma } from '@raydeck/db';
import { audit } from '../audit.ts';
import type { Context } from '../context.ts';

/**
 * Pauses what somebody's schedules enqueue, for a key or a person that shall do no more; returns their names. Called within the
 * transaction that ends the author's rights. Twice: the second finds none.
 */
export async function pauseSchedulesOf(
  tx: Prisma.TransactionClient,
  context: Context,
  { createdBy, reason }: { createdBy: string; reason: string },
): Promise<string[]> {
  // One order of locks for all who pause many.
  const paused = await tx.$queryRaw<{ name: string }[]>`
    UPDATE raydeck.schedule SET paused = true, paused_reason = ${reason}, paused_by = ${context.principal.id},
      paused_at = clock_timestamp(), updated_at = clock_timestamp()
    WHERE id IN (SELECT id FROM raydeck.schedule WHERE created_by = ${createdBy} AND NOT paused ORDER BY id FOR UPDATE)
    RETURNING name`;
  const states = { before: { paused: false }, after: { paused: true } };
  for (const { name } of paused)
    await audit(tx, context, { action: 'schedule.pause', targetType: 'schedule', targetId: name, reason, ...states });
  return paused.map(({ name }) => name).toSorted();
}
