import { RaydeckError } from '@raydeck/core';
import { fenceClaims } from '@raydeck/db';
import { z } from 'zod';
import { audit } from '../audit.ts';
import { authorizeWhole } from '../authorize-whole.ts';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { reason as anyReason } from '../reason.ts';

/** Why everything is paused. */
export const PauseAll = z.strictObject({ reason: anyReason.min(1, 'must say why') });
export type PauseAll = z.infer<typeof PauseAll>;

/**
 * Nothing more of any queue is claimed, by no worker, from the moment this returns; what runs goes on, and tasks still come in.
 * CONFLICT when all is paused already. A crash leaves it done, with its audit row, or not.
 */
export async function pauseAll(context: Context, input: PauseAll): Promise<void> {
  authorizeWhole(context, 'control.pause');
  const { reason } = parseInput(PauseAll, input);
  await context.db.prisma.$transaction(async (tx) => {
    // Waits for the claims under way, and those that began before it take nothing.
    await fenceClaims(tx);
    const changed = await tx.$executeRaw`
      UPDATE raydeck.control SET paused = true, paused_reason = ${reason}, paused_by = ${context.principal.id},
        paused_at = clock_timestamp(), updated_at = clock_timestamp() WHERE NOT paused`;
    if (changed === 0) throw new RaydeckError('CONFLICT', 'All queues are paused already.');
    const states = { before: { paused: false }, after: { paused: true } };
    await audit(tx, context, {
      action: 'control.pause',
      targetType: 'control',
      targetId: 'control',
      reason,
      ...states,
    });
  });
}
