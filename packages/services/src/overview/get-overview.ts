import type { Defaults } from '@raydeck/core';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { boundedRead } from '../reading/bounded-read.ts';
import { countTasksByState, type TaskCounts } from '../tasks/count-tasks-by-state.ts';
import { bucketsStatement, failuresStatement } from './overview-statements.ts';

export interface OverviewBucket {
  /** Start of the minute. */
  at: Date;
  succeeded: number;
  failed: number;
  canceled: number;
  /** Seconds from being due to being claimed, of tasks that took one attempt; null when there was none. */
  waitP50Seconds: number | null;
  waitP95Seconds: number | null;
}

export interface Overview {
  /** One for each minute, oldest first, the last one still open. */
  buckets: OverviewBucket[];
  totals: { succeeded: number; failed: number; canceled: number };
  /** Of all tasks, now; final states are not counted here. */
  inFlight: Pick<TaskCounts, 'BLOCKED' | 'QUEUED' | 'RUNNING'>;
  /** The five most frequent among the FAILED. */
  failures: { errorClass: string; count: number }[];
  /** More tasks finished than are looked at: the numbers are of the newest `overviewLimit`. */
  isCapped: boolean;
}

/** What finished in the last minutes, and what is under way. */
export async function getOverview(
  context: Context & { defaults: Defaults },
  { minutes }: { minutes: number },
): Promise<Overview> {
  authorize(context, 'task.read');
  const span = Math.min(Math.max(Math.trunc(minutes), 1), 24 * 60);
  const { principal, db } = context;
  const [rows, failures] = await boundedRead(db, async (query) => {
    const buckets = bucketsStatement(principal, span);
    const classes = failuresStatement(principal, span);
    return [
      await query<OverviewBucket & { isCapped: boolean } & Record<string, unknown>>(buckets.text, buckets.values),
      await query<{ errorClass: string; count: number }>(classes.text, classes.values),
    ];
  });
  const { BLOCKED, QUEUED, RUNNING } = await countTasksByState(context, {});
  const total = (key: 'succeeded' | 'failed' | 'canceled') => rows.reduce((sum, row) => sum + row[key], 0);
  return {
    buckets: rows.map(({ isCapped: _isCapped, ...bucket }) => bucket),
    totals: { succeeded: total('succeeded'), failed: total('failed'), canceled: total('canceled') },
    inFlight: { BLOCKED, QUEUED, RUNNING },
    failures,
    isCapped: rows.some((row) => row.isCapped),
  };
}
