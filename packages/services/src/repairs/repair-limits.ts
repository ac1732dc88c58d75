import type { Emit } from '@raydeck/core';
import { type Database, driftedLimits, fenceClaims, recountParked, recountPlaces } from '@raydeck/db';
import { auditBySystem } from '../audit.ts';

/**
 * Counts anew where a queue's counters do not say what its attempts and parked tasks say, with an audit row for each; no move
 * leaves such a difference, so this is for what a restored copy or a hand in the database has left. Claims wait meanwhile.
 * Twice: the second finds nothing. A crash leaves a queue repaired or not.
 */
export async function repairLimits({ db, emit }: { db: Database; emit: Emit }): Promise<string[]> {
  const drifts = Map.groupBy(await db.run(driftedLimits, []), ({ queue }) => queue);
  for (const [queue, found] of drifts) {
    const reason = found.map(({ what }) => what).join('; ');
    await db.prisma.$transaction(async (tx) => {
      await fenceClaims(tx);
      await recountPlaces(tx, queue);
      await recountParked(tx, queue);
      await auditBySystem(tx, { action: 'queue.recount', targetType: 'queue', targetId: queue, reason });
    });
    emit({ type: 'limits.repaired', queue, reason });
  }
  return [...drifts.keys()];
}
