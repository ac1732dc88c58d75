import type { Emit } from '@raydeck/core';
import { type Database, endLeadership, type Errand, takeLeadership } from '@raydeck/db';
import type { Lease } from '../lease/lease.ts';
import { createLoop, type Loop } from './loop.ts';

/** Which of the things that one worker does for all this one does. */
export interface Leadership extends Loop {
  /** By this process's own clock, from before it was asked for. */
  leads(name: string): boolean;
}

/** So often what a leader does for all is looked at without having been told of; a look of the leader itself tells sooner. */
export const untoldEveryMs = 120_000;

/**
 * A dead leader is followed after this part of a lease and one round more: before its own lease is over, so that its successor is there to
 * see its orphans.
 */
const leadPart = 0.7;

export interface LeadershipOptions {
  db: Database;
  lease: Lease;
  emit: Emit;
  names: string[];
  leaseSeconds: number;
  everyMs: number;
  /** Told, with each look, what waits for whoever leads. */
  onErrand: (errand: Errand) => void;
}

/**
 * Keeps what this worker leads, and looks in the same statement whether there is anything to do: what comes seldom costs no look of its
 * own. Woken, it looks at once.
 */
export function createLeadership(options: LeadershipOptions): Leadership {
  const { db, lease, emit, names, everyMs, onErrand } = options;
  const leadSeconds = leadPart * options.leaseSeconds;
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
    for (const errand of held[0]?.errands ?? []) onErrand(errand);
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
