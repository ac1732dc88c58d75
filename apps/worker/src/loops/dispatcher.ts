import { aboutAttempt, type Emit, type Runner } from '@raydeck/core';
import { type ClaimMark, claimTasks, type Database, nextDue, type Notifier } from '@raydeck/db';
import type { Driver } from '../attempts/driver.ts';
import type { Lease } from '../lease/lease.ts';
import type { ClusterWatch } from './cluster-watch.ts';
import { createLoop, type Loop } from './loop.ts';

export interface Dispatcher extends Loop {
  /** Says that places became free: claims, if tasks were left for want of them. */
  freed(): void;
}

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
/** So long places are gathered, when there are many of them and more tasks wait. */
const gatherMs = 100;
/** So often the claims of a backlog begin at the front, and less often where that takes more than a fiftieth of the time. */
const frontEveryMs = 1_000;
const frontPatience = 50;
/** Polling is the truth, hints only make it quick. */
const pollMs = 5_000;

/** Knows when to claim: on a hint, when places become free, when the next task is due, and else at a jittered poll. */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { db, lease, driver, cluster, runners, notifier, emit, queues } = options;
  /** Of small workers each place counts. */
  const worthwhile = Math.min(largestBatch, Math.floor(options.concurrency / 8));

  let expectsLimits = false;
  let marks: readonly ClaimMark[] = [];
  /** When the next claim begins at the front of the lanes again, for what has come in before the marks. */
  let frontAt = -Infinity;
  /** Whether there may be something to claim that no look has told of. */
  let isExpectant = true;

  /** Whether the next one may find more, at once. */
  const claim = async (places: number): Promise<boolean> => {
    const session = cluster.current();
    // A cluster that cannot be reached burns no attempts: its tasks wait QUEUED.
    const usable = [...runners.values()]
      .filter((runner) => (runner.name === 'local' || session !== null) && runner.isReady?.() !== false)
      .map(({ name }) => name);
    if (usable.length === 0) return false;
    const { workerId } = lease;
    const startedAt = performance.now();
    if (startedAt >= frontAt) marks = [];
    const isFromFront = marks.length === 0;
    const { attempts, parked, mayLeaveMore, hasLimits, ...next } = await claimTasks(db, {
      workerId,
      expectsLimits,
      marks,
      queues,
      limit: Math.min(places, largestBatch),
      runners: usable,
      defaultRunner: options.defaultRunner,
      rayAddress: session?.address ?? null,
      raySession: session?.session ?? null,
    });
    expectsLimits = hasLimits;
    marks = next.marks;
    const tookMs = performance.now() - startedAt;
    if (isFromFront) frontAt = startedAt + Math.max(frontEveryMs, frontPatience * tookMs);
    const claimMs = Math.round(tookMs);
    emit({ type: 'claim.made', attempts: attempts.length, parked, durationMs: claimMs });
    for (const row of attempts) {
      const { runner, number } = row;
      const waitMs = Math.round(row.waitMs);
      emit({ type: 'attempt.claimed', ...aboutAttempt(row), runner, workerId, number, waitMs, claimMs });
      notifier.changed(row.taskId);
    }
    driver.take(attempts);
    return mayLeaveMore;
  };

  /** Whether the last claim left something behind: then places are gathered for the next one. */
  let hasBacklog = false;
  /** Whether there was none for what may have come since. */
  let isFull = false;

  const look = async () =>
    (await db.run(nextDue, [queues]))[0] ?? { dueInMs: null, tokenInMs: null, hasLimited: false };

  /** Overdue tasks that were not claimed are for other runners, held by somebody, or at a limit: the poll is soon enough. */
  const restBefore = ({ dueInMs, tokenInMs }: Awaited<ReturnType<typeof look>>): number => {
    const dueMs = Math.min(Math.ceil(dueInMs || Infinity), Math.ceil(tokenInMs ?? Infinity));
    const jitteredPollMs = pollMs * (0.8 + 0.4 * Math.random());
    isExpectant = dueMs <= jitteredPollMs;
    return Math.min(jitteredPollMs, dueMs);
  };

  const round = async (isWoken: () => boolean): Promise<number> => {
    const places = options.concurrency - driver.held;
    isFull = places <= 0;
    if (isFull || !lease.isLive()) return pollMs;
    // A claim for each place that becomes free costs a backlog more than it is worth. Whoever frees the next place wakes us.
    if (hasBacklog && places < worthwhile && driver.held > 0) return gatherMs;
    // A poll looks before it claims: of the two the look costs less.
    if (!isExpectant) {
      const next = await look();
      if (next.dueInMs !== 0 && !next.hasLimited && !isWoken()) return restBefore(next);
    }
    isExpectant = false;
    hasBacklog = await claim(places);
    isExpectant = hasBacklog || isWoken();
    return isExpectant ? 0 : restBefore(await look());
  };

  const loop = createLoop({ name: 'dispatcher', round, emit });
  const wake = (): void => {
    isExpectant = true;
    loop.wake();
  };
  return {
    ...loop,
    wake,
    freed: () => {
      if (isFull || hasBacklog || expectsLimits) wake();
    },
  };
}
