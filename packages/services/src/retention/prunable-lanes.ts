import { type FinishedState, type KeepDays, keepDaysOf, RaydeckError } from '@raydeck/core';
import { finishedLanes } from '@raydeck/db';
import type { Database } from '@raydeck/db';
import { readQueueRetention, readRetention } from './read-retention.ts';

/** Finished tasks of one queue and one state, and how long these are kept. */
export interface Lane {
  queue: string;
  state: FinishedState;
  keepDays: KeepDays;
  /** When the oldest that is not pinned finished. */
  oldestAt: Date;
}

/** Every queue and state in which finished tasks stand, also queues that are gone: these keep as the installation says. */
export async function listLanes(
  db: Pick<Database, 'prisma'>,
  lanes: readonly { queue: string; state: string; oldestAt: Date }[],
): Promise<Lane[]> {
  const installation = await readRetention(db.prisma);
  const ofQueues = await readQueueRetention(db.prisma);
  return lanes.map(({ queue, state, oldestAt }) => {
    const finished = finishedState(state);
    const keepDays = keepDaysOf(finished, ofQueues.get(queue) ?? null, installation);
    return { queue, state: finished, keepDays, oldestAt };
  });
}

/** The same, read anew. */
export async function readLanes(db: Pick<Database, 'prisma' | 'run'>): Promise<Lane[]> {
  return listLanes(db, await db.run(finishedLanes, []));
}

/** Seconds, for the database; null: never. */
export function keepSeconds(keepDays: KeepDays): number | null {
  return keepDays === 'forever' ? null : keepDays * 86_400;
}

function finishedState(state: string): FinishedState {
  if (state === 'SUCCEEDED' || state === 'FAILED' || state === 'CANCELED') return state;
  throw new RaydeckError('INTERNAL', `A finished task is ${state}.`);
}
