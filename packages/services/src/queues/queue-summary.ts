import type { QueueModel } from '@raydeck/db';
import type { Context } from '../context.ts';
import { type BoundedCount, boundedCount, countLimit } from '../reading/bounded-count.ts';
import { boundedRead } from '../reading/bounded-read.ts';
import { plainRedaction } from '../redaction/redactions.ts';
import { settingsOf } from './queue-columns.ts';
import { loadLimit, readLoads, readPlaces, readRunning } from './queue-load.ts';
import type { QueueSettings } from './queue-settings.ts';
import { reachesWholeQueues, readReachedLoads } from './reached-load.ts';

/** A queue with its settings and load. */
export interface QueueSummary extends QueueSettings {
  name: string;
  paused: boolean;
  pausedReason: string | null;
  pausedBy: string | null;
  pausedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
  /** Wait for their time or their turn. */
  queued: BoundedCount;
  /** Of these, the ones whose time has come. */
  due: BoundedCount;
  /** Wait for a free place of their concurrencyKey. */
  parked: BoundedCount;
  running: BoundedCount;
  oldestDueAt: Date | null;
  /** Places held; null when nothing limits the queue, for then nobody counts, and for a key that reaches only a part of it. */
  live: number | null;
}

/** A key that reaches some callables or its own tasks only gets the numbers of those, and no places: they are everybody's. */
export async function summarizeQueues(context: Context, rows: readonly QueueModel[]): Promise<QueueSummary[]> {
  if (!reachesWholeQueues(context.principal)) return summarizeReached(context, rows);
  const { db } = context;
  const names = rows.map((row) => row.name);
  const limit = loadLimit(rows.length);
  const [loads, running, places] = await boundedRead(db, async (query) => [
    await readLoads(query, names, limit),
    await readRunning(query),
    await readPlaces(query, names),
  ]);
  const loadOf = new Map(loads.map((load) => [load.queue, load]));
  const runningOf = new Map(running.map((row) => [row.queue, row.running]));
  const liveOf = new Map(places.map((place) => [place.queue, place.live]));
  const isRunningCapped = (running[0]?.total ?? 0) > countLimit;
  return rows.map((row) => {
    const load = loadOf.get(row.name);
    const due = boundedCount(load?.due ?? 0, limit);
    return {
      ...standingOf(context, row),
      queued: boundedCount(load?.queued ?? 0, limit),
      due: { ...due, isCapped: due.isCapped || (load?.isCut ?? false) },
      parked: boundedCount(load?.parked ?? 0, limit),
      running: { count: runningOf.get(row.name) ?? 0, isCapped: isRunningCapped },
      oldestDueAt: load?.oldestDueAt ?? null,
      live: liveOf.get(row.name) ?? null,
    };
  });
}

async function summarizeReached(context: Context, rows: readonly QueueModel[]): Promise<QueueSummary[]> {
  const { db, principal } = context;
  const names = rows.map((row) => row.name);
  const { loads, isCut: isCapped } = await boundedRead(db, (query) => readReachedLoads(query, principal, names));
  const loadOf = new Map(loads.map((load) => [load.queue, load]));
  return rows.map((row) => {
    const load = loadOf.get(row.name);
    return {
      ...standingOf(context, row),
      queued: { count: load?.queued ?? 0, isCapped },
      due: { count: load?.due ?? 0, isCapped },
      parked: { count: load?.parked ?? 0, isCapped },
      running: { count: load?.running ?? 0, isCapped },
      oldestDueAt: load?.oldestDueAt ?? null,
      live: null,
    };
  });
}

function standingOf(context: Context, row: QueueModel) {
  const pausedReason = row.pausedReason && plainRedaction(context).text(row.pausedReason);
  const { name, paused, pausedBy, pausedAt, createdAt, updatedAt } = row;
  return { name, paused, pausedReason, pausedBy, pausedAt, createdAt, updatedAt, ...settingsOf(row) };
}
