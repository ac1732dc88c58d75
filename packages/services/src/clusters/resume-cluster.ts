import { RaydeckError } from '@raydeck/core';
import { z } from 'zod';
import { audit } from '../audit.ts';
import { authorizeWhole } from '../authorize-whole.ts';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { notFound } from '../reading/uuid.ts';
import { reason as anyReason } from '../reason.ts';

export const ClusterResume = z.strictObject({ address: z.string().max(500), reason: anyReason.optional() });
export type ClusterResume = z.infer<typeof ClusterResume>;

/** Lets a drained cluster have tasks again. Throws NOT_FOUND, CONFLICT when it is not drained. */
export async function resumeCluster(context: Context, input: ClusterResume): Promise<void> {
  authorizeWhole(context, 'cluster.drain');
  const { address, reason } = parseInput(ClusterResume, input);
  await context.db.prisma.$transaction(async (tx) => {
    const changed = await tx.$executeRaw`
      UPDATE raydeck.cluster SET drained = false, drained_reason = NULL, drained_by = NULL, drained_at = NULL
      WHERE address = ${address} AND drained`;
    if (changed === 0) {
      if ((await tx.cluster.count({ where: { address } })) === 0) throw notFound('cluster');
      throw new RaydeckError('CONFLICT', `Cluster ${address} is not drained.`);
    }
    const states = { before: { drained: true }, after: { drained: false } };
    await audit(tx, context, { action: 'cluster.resume', targetType: 'cluster', targetId: address, reason, ...states });
  });
  context.notifier.ready();
}
