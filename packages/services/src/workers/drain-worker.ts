import { RaydeckError } from '@raydeck/core';
import { fenceClaims } from '@raydeck/db';
import { z } from 'zod';
import { audit } from '../audit.ts';
import { authorizeWhole } from '../authorize-whole.ts';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { notFound, requireUuid } from '../reading/uuid.ts';
import { reason as anyReason } from '../reason.ts';

/** Which worker gets nothing new, and why. */
export const WorkerDrain = z.strictObject({ id: z.string(), reason: anyReason.min(1, 'must say why') });
export type WorkerDrain = z.infer<typeof WorkerDrain>;

/**
 * The worker claims nothing more from the moment this returns; what it holds goes on to its end, and it goes on adopting what
 * others leave. Lasts until it is resumed, or as long as its process. Throws NOT_FOUND, CONFLICT when it is drained or gone already.
 */
export async function drainWorker(context: Context, input: WorkerDrain): Promise<void> {
  authorizeWhole(context, 'worker.drain');
  const { id: text, reason } = parseInput(WorkerDrain, input);
  const id = requireUuid(text, 'worker');
  await context.db.prisma.$transaction(async (tx) => {
    await fenceClaims(tx);
    const changed = await tx.$executeRaw`
      UPDATE raydeck.worker SET drained_at = clock_timestamp(), drained_by = ${context.principal.id}, drained_reason = ${reason}
      WHERE id = ${id}::uuid AND drained_at IS NULL AND stopped_at IS NULL AND lease_expires_at > clock_timestamp()`;
    const worker = await tx.worker.findUnique({ where: { id }, select: { name: true, drainedAt: true } });
    if (!worker) throw notFound('worker');
    if (changed === 0) {
      throw new RaydeckError('CONFLICT', `Worker ${worker.name} is ${worker.drainedAt ? 'drained' : 'gone'} already.`);
    }
    const states = { before: { drained: false }, after: { drained: true, name: worker.name } };
    await audit(tx, context, { action: 'worker.drain', targetType: 'worker', targetId: id, reason, ...states });
  });
}
