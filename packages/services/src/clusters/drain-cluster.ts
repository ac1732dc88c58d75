import { RaydeckError } from '@raydeck/core';
import { fenceClaims } from '@raydeck/db';
import { z } from 'zod';
import { audit } from '../audit.ts';
import { authorizeWhole } from '../authorize-whole.ts';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { notFound } from '../reading/uuid.ts';
import { reason as anyReason } from '../reason.ts';

/** Which cluster gets nothing new, and why. */
export const ClusterDrain = z.strictObject({
  address: z.string().max(500),
  reason: anyReason.min(1, 'must say why'),
});
export type ClusterDrain = z.infer<typeof ClusterDrain>;

/**
 * Nothing more is claimed for a cluster, from the moment this returns; what runs there goes on and is looked after. Throws
 * NOT_FOUND for a cluster that no worker has seen, CONFLICT when it is drained already.
 */
export async function drainCluster(context: Context, input: ClusterDrain): Promise<void> {
  authorizeWhole(context, 'cluster.drain');
  const { address, reason } = parseInput(ClusterDrain, input);
  await context.db.prisma.$transaction(async (tx) => {
    await fenceClaims(tx);
    const changed = await tx.$executeRaw`
      UPDATE raydeck.cluster SET drained = true, drained_reason = ${reason}, drained_by = ${context.principal.id},
        drained_at = clock_timestamp() WHERE address = ${address} AND NOT drained`;
    if (changed === 0) {
      if ((await tx.cluster.count({ where: { address } })) === 0) throw notFound('cluster');
      throw new RaydeckError('CONFLICT', `Cluster ${address} is drained already.`);
    }
    const states = { before: { drained: false }, after: { drained: true } };
    await audit(tx, context, { action: 'cluster.drain', targetType: 'cluster', targetId: address, reason, ...states });
  });
}
