import type { Emit, Runner } from '@raydeck/core';
import { claimAttempts, type Database, nextDue, type Notifier } from '@raydeck/db';
import type { Driver } from '../attempts/driver.ts';
import type { Lease } from '../lease.ts';
import type { ClusterWatch } from './cluster-watch.ts';
import { createLoop, type Loop } from './loop.ts';

export interface DispatcherOptions {
  db: Database;
  lease: Lease;
  driver: Driver;
  cluster: ClusterWatch;
  runners: ReadonlyMap<string, Runner>;
  notifier: Notifier;
  emit: Emit;
  /** Null: all queues. */
  queues: string[] | null;
  defaultRunner: string;
  concurrency: number;
}

/** One claim takes at most so many: larger batches gained nothing where it was measured. */
const largestBatch = 250;
/** Polling is the truth, hints only make it quick. */
const pollMs = 2_500;

/** Knows when to claim: on a hint, when places become free, when the next task is due, and else at a jittered poll. */
export function createDispatcher(options: DispatcherOptions): Loop {
  const { db, lease, driver, cluster, runners, notifier, emit, queues } = options;

  const claim = async (places: number): Promise<number> => {
    const session = cluster.current();
    // A cluster that cannot be reached burns no attempts: its tasks wait QUEUED.
    const usable = [...runners.keys()].filter((name) => name === 'local' || session !== null);
    if (usable.length === 0) return 0;
    const limit = Math.min(places, largestBatch);
    const rows = await db.run(claimAttempts, [
      lease.workerId,
      queues,
      limit,
      usable,
      options.defaultRunner,
      session?.address ?? null,
      session?.session ?? null,
    ]);
    const { workerId } = lease;
    for (const { attemptId, taskId, queue, runner, number, waitMs } of rows) {
      emit({ type: 'attempt.claimed', attemptId, taskId, queue, runner, workerId, number, waitMs: Math.round(waitMs) });
      notifier.changed(taskId);
    }
    driver.take(rows);
    return rows.length;
  };

  const round = async (): Promise<number> => {
    const places = options.concurrency - driver.held;
    if (places <= 0 || !lease.isLive()) return pollMs;
    if ((await claim(places)) > 0) return 0;
    const [next] = await db.run(nextDue, [queues]);
    const jitteredPollMs = pollMs * (0.8 + 0.4 * Math.random());
    // Overdue tasks that were not claimed are for other runners, or held by somebody: the poll is soon enough.
    return next?.dueInMs ? Math.min(Math.ceil(next.dueInMs), jitteredPollMs) : jitteredPollMs;
  };

  return createLoop({ name: 'dispatcher', round, emit });
}
