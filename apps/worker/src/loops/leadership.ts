import type { Emit } from '@raydeck/core';
import { type Database, endLeadership, takeLeadership } from '@raydeck/db';
import type { Lease } from '../lease/lease.ts';
import { createLoop, type Loop } from './loop.ts';

/** Which of the things that one worker does for all this one does. */
export interface Leadership extends Loop {
  /** By this process's own clock, from before it was asked for. */
  leads(name: string): boolean;
}

/** A dead leader is followed after at most so long and one round more. */
const leadSeconds = 14;
const everyMs = 5_000;

export function createLeadership({
  db,
  lease,
  emit,
  names,
}: {
  db: Database;
  lease: Lease;
  emit: Emit;
  names: string[];
}): Leadership {
  const until = new Map<string, number>();

  const round = async (): Promise<number> => {
    if (!lease.isLive()) return 500;
    const { workerId } = lease;
    const sentAt = performance.now();
    const held = await db.run(takeLeadership, [names, workerId, leadSeconds]);
    until.clear();
    for (const { name, isNew } of held) {
      until.set(name, sentAt + leadSeconds * 1000);
      if (isNew) emit({ type: 'leader.taken', name, workerId });
    }
    return everyMs * (0.9 + 0.2 * Math.random());
  };

  const loop = createLoop({ name: 'leadership', round, emit });
  return {
    ...loop,
    stop: async () => {
      await loop.stop();
      if (until.size === 0) return;
      until.clear();
      // For the next one's sake; time does it as well.
      await db.run(endLeadership, [lease.workerId]).catch(() => []);
    },
    leads: (name) => lease.isLive() && performance.now() < (until.get(name) ?? -Infinity),
  };
}
