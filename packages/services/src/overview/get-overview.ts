import type { Defaults } from '@raydeck/core';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { boundedRead } from '../reading/bounded-read.ts';
import { momentOfUuid } from '../reading/uuid.ts';
import { countTasksByState, type TaskCounts } from '../tasks/count-tasks-by-state.ts';
import { type BucketRow, bucketsStatement, countedRows, failedRows, failuresStatement } from './overview-statements.ts';

/** How far back an overview may look, and into how many buckets that is cut. */
export const overviewRanges = {
  '15m': { minutes: 15, buckets: 15 },
  '1h': { minutes: 60, buckets: 60 },
  '6h': { minutes: 360, buckets: 72 },
  '24h': { minutes: 1_440, buckets: 48 },
  '7d': { minutes: 10_080, buckets: 56 },
} as const;

export type OverviewRange = keyof typeof overviewRanges;

export interface OverviewBucket {
  at: Date;
  /** Where it ends; of the last one, now. */
  until: Date;
  /** For a key that reaches only a part null: nobody counts that. */
  enqueued: number | null;
  succeeded: number;
  failed: number;
  canceled: number;
  /** Seconds from being due to being claimed, of tasks that took one attempt; null when there was none. */
  waitP50Seconds: number | null;
  waitP95Seconds: number | null;
  /** Seconds that these ran. */
  runP50Seconds: number | null;
  runP95Seconds: number | null;
  /** Counts are extrapolated, and the rest is of a sample. */
  isEstimated: boolean;
}

export interface Overview {
  /** Oldest first, the last one still open. */
  buckets: OverviewBucket[];
  totals: { succeeded: number; failed: number; canceled: number };
  /** Of all tasks, now; final states are not counted here. */
  inFlight: Pick<TaskCounts, 'BLOCKED' | 'QUEUED' | 'RUNNING'>;
  /** The most frequent classes of the tasks that failed, among the newest of these. */
  failures: { errorClass: string; count: number }[];
  /** How many tasks the failures are of, and whether there were more. */
  failuresOf: { count: number; isCapped: boolean };
}

/** What came and finished in a range that ends now, and what is under way. Reads a bounded number of rows, however many there are. */
export async function getOverview(
  context: Context & { defaults: Defaults },
  { range, now }: { range: OverviewRange; now: Date },
): Promise<Overview> {
  authorize(context, 'task.read');
  const { principal, db } = context;
  const bounds = boundsOf(range, now);
  const [rows, failures] = await boundedRead(db, async (query) => {
    const buckets = bucketsStatement(principal, bounds);
    const classes = failuresStatement(principal, bounds[0] ?? now);
    return [
      await query<BucketRow>(buckets.text, buckets.values),
      await query<{ errorClass: string; count: number; total: number }>(classes.text, classes.values),
    ];
  });
  const { BLOCKED, QUEUED, RUNNING } = await countTasksByState(context, {});
  const buckets = rows.map((row) => bucketOf(row, principal.kind === 'user'));
  const total = (key: 'succeeded' | 'failed' | 'canceled') => buckets.reduce((sum, bucket) => sum + bucket[key], 0);
  const failed = failures[0]?.total ?? 0;
  return {
    buckets,
    totals: { succeeded: total('succeeded'), failed: total('failed'), canceled: total('canceled') },
    inFlight: { BLOCKED, QUEUED, RUNNING },
    failures: failures.map(({ errorClass, count }) => ({ errorClass, count })),
    failuresOf: { count: failed, isCapped: failed >= failedRows },
  };
}

/** Buckets begin at whole steps, so that the same ones come again a moment later; the last one ends now. */
function boundsOf(range: OverviewRange, now: Date): Date[] {
  const { minutes, buckets } = overviewRanges[range];
  const stepMs = (minutes / buckets) * 60_000;
  const first = (Math.floor(now.getTime() / stepMs) - buckets + 1) * stepMs;
  const starts = Array.from({ length: buckets }, (_, at) => new Date(first + at * stepMs));
  return [...starts, new Date(Math.max(now.getTime(), first + (buckets - 1) * stepMs + 1))];
}

/** A key's reach is checked on the sample alone, which then is all that can be said. */
function bucketOf(row: BucketRow, reachesAll: boolean): OverviewBucket {
  const { at, until, sampled, waitP50Seconds, waitP95Seconds, runP50Seconds, runP95Seconds } = row;
  const finished = reachesAll ? extrapolated(row.finishedSeen, row.finishedReachedAt, row) : sampled;
  const came = row.enqueuedReachedId === null ? null : momentOfUuid(row.enqueuedReachedId);
  const enqueued = reachesAll ? extrapolated(row.enqueuedSeen, came, row) : null;
  const share = (count: number) => (sampled === 0 ? 0 : Math.round((count * finished) / sampled));
  return {
    at,
    until,
    enqueued,
    succeeded: share(row.succeeded),
    failed: share(row.failed),
    canceled: share(row.canceled),
    waitP50Seconds,
    waitP95Seconds,
    runP50Seconds,
    runP95Seconds,
    isEstimated: row.finishedSeen > sampled || row.enqueuedSeen >= countedRows,
  };
}

/** Rows go on as they began, where counting stopped before the bucket's end. */
function extrapolated(seen: number, reachedAt: Date | null, { at, until }: Pick<BucketRow, 'at' | 'until'>): number {
  if (seen < countedRows || reachedAt === null) return seen;
  const reachedMs = Math.max(1, reachedAt.getTime() - at.getTime());
  return Math.round(seen * Math.max(1, (until.getTime() - at.getTime()) / reachedMs));
}
