import { RaydeckError } from '@raydeck/core';
import { z } from 'zod';
import { audit } from '../audit.ts';
import { authorizeWhole } from '../authorize-whole.ts';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { notFound, requireUuid } from '../reading/uuid.ts';
import { reason as anyReason } from '../reason.ts';

export const WorkerResume = z.strictObject({ id: z.string(), reason: anyReason.optional() });
export type WorkerResume = z.infer<typeof WorkerResume>;

/** Lets a drained worker claim again. Throws NOT_FOUND, CONFLICT when it is not drained. */
export async function resumeWorker(context: Context, input: WorkerResume): Promise<void> {
  authorizeWhole(context, 'worker.drain');
  const { id: text, reason } = parseInput(WorkerResume, input);
  const id = requireUuid(text, 'worker');
  await context.db.prisma.$transaction(async (tx) => {
    const changed = await tx.$executeRaw`
      UPDATE raydeck.worker SET drained_at = NULL, drained_by = NULL, drained_reason = NULL
      WHERE id = ${id}::uuid AND drained_at IS NOT NULL`;
    const worker = await tx.worker.findUnique({ where: { id }, select: { name: true } });
    if (!worker) throw notFound('worker');
    if (changed === 0) throw new RaydeckError('CONFLICT', `Worker ${worker.name} is not drained.`);
    const states = { before: { drained: true }, after: { drained: false, name: worker.name } };
    await audit(tx, context, { action: 'worker.resume', targetType: 'worker', targetId: id, reason, ...states });
  });
  context.notifier.ready();
}
