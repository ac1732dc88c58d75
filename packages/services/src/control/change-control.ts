import { fenceClaims, recountPlaces } from '@raydeck/db';
import { z } from 'zod';
import { audit } from '../audit.ts';
import { authorizeWhole } from '../authorize-whole.ts';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { QueueSettings } from '../queues/queue-settings.ts';
import { reason } from '../reason.ts';

/** A limit over all queues, or null for none. */
export const ControlChange = z.strictObject({
  concurrencyLimit: QueueSettings.shape.concurrencyLimit,
  reason: reason.optional(),
});
export type ControlChange = z.infer<typeof ControlChange>;

/**
 * Changes the limit over all queues, holding claims off, and counts all places anew: executions that began without a limit count
 * from now on. Twice: the second finds nothing to do. A crash leaves all of it or nothing.
 */
export async function changeControl(context: Context, input: ControlChange): Promise<void> {
  authorizeWhole(context, 'control.write');
  const { concurrencyLimit, reason: why } = parseInput(ControlChange, input);
  const before = await context.db.prisma.control.findFirstOrThrow();
  if (before.concurrencyLimit === concurrencyLimit) return;
  await context.db.prisma.$transaction(async (tx) => {
    await fenceClaims(tx);
    const now = await tx.control.findFirstOrThrow();
    if (now.concurrencyLimit === concurrencyLimit) return;
    await tx.$executeRaw`
      UPDATE raydeck.control
      SET concurrency_limit = ${concurrencyLimit}, updated_at = clock_timestamp(), updated_by = ${context.principal.id}`;
    await recountPlaces(tx, null);
    await audit(tx, context, {
      action: 'control.update',
      targetType: 'control',
      targetId: 'control',
      reason: why,
      before: { concurrencyLimit: now.concurrencyLimit },
      after: { concurrencyLimit },
    });
  });
  context.notifier.ready();
}
