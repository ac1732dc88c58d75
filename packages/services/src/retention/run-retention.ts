import { type Emit, nextPortion, prunePortion } from '@raydeck/core';
import { type Database, pruneTasks } from '@raydeck/db';
import { type DeleteStored, deleteStoredObjects } from './delete-stored.ts';
import { keepSeconds, type Lane, readLanes } from './prunable-lanes.ts';
import { readRetention } from './read-retention.ts';

export interface RetentionOptions {
  db: Database;
  emit: Emit;
  deleteStored: DeleteStored;
  /** Asked before each portion; once it says no, the run is left to whoever leads then. */
  isLeader: () => boolean;
  pause: (ms: number) => Promise<void>;
  /** A run that takes longer ends, and the next one goes on. */
  budgetMs: number;
}

/** How many ended runs are kept. */
const runsKept = 200;

/**
 * Does the run that was asked for, if there is one: deletes finished tasks whose time is over, in small portions and with pauses, in
 * turn from each queue and state; then old audit rows, and what the deleted rows kept outside the database. Each portion is one
 * transaction that waits for nobody and counts itself in the run's row. Twice at once: each finds what the other has not. A crash
 * leaves the run open, and the next leader goes on with it. Returns whether there was one.
 */
export async function runRetention(options: RetentionOptions): Promise<boolean> {
  const { db } = options;
  const run = await openRun(db);
  if (run === null) return false;
  const startedAt = performance.now();
  const isOver = (): boolean => performance.now() - startedAt > options.budgetMs;
  const progress = { longestMs: 0 };
  try {
    await pruneLanes(options, run, isOver, progress);
    await pruneAudit(options, run, isOver, progress);
    await deleteStoredObjects({ ...options, isAllowed: () => options.isLeader() && !isOver() });
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    await db.prisma.retentionRun.updateMany({
      where: { id: run, finishedAt: null },
      data: { error: text.slice(0, 500) },
    });
    throw error;
  }
  if (options.isLeader()) await endRun(options, run, { isCut: isOver(), longestMs: progress.longestMs, startedAt });
  return true;
}

interface Progress {
  longestMs: number;
}

/** Without its index each portion would read the table. */
async function openRun(db: Database): Promise<string | null> {
  const { rows } = await db.pool.query<{ id: string }>(
    `UPDATE raydeck.retention_run SET started_at = COALESCE(started_at, clock_timestamp()), error = NULL
     WHERE finished_at IS NULL
       AND (SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('raydeck.task_retention_idx'))
     RETURNING id`,
  );
  return rows[0]?.id ?? null;
}

/** Where a lane's last portion ended. */
interface Place {
  lane: Lane;
  seconds: number;
  lastAt: string;
  lastId: string;
}

/** A portion of each lane in turn: one that has millions does not make the others wait for its end. */
async function pruneLanes(
  options: RetentionOptions,
  run: string,
  isOver: () => boolean,
  progress: Progress,
): Promise<void> {
  let places = (await readLanes(options.db)).flatMap(placeOf);
  let rows: number = prunePortion.start;
  while (places.length > 0) {
    const next: Place[] = [];
    for (const place of places) {
      if (!options.isLeader() || isOver()) return;
      const portion = await prunePlace(options, run, place, rows);
      progress.longestMs = Math.max(progress.longestMs, portion.tookMs);
      if (portion.looked === rows) next.push({ ...place, lastAt: portion.lastAt, lastId: portion.lastId });
      const pace = nextPortion(rows, portion.tookMs);
      // A portion that was not full says nothing of how long a full one takes.
      if (portion.looked === rows) rows = pace.rows;
      await options.pause(pace.pauseMs);
    }
    places = next;
  }
}

function placeOf(lane: Lane): Place[] {
  const seconds = keepSeconds(lane.keepDays);
  const isDue = seconds !== null && lane.oldestAt.getTime() < Date.now() - seconds * 1000 + clockSkewMs;
  return isDue ? [{ lane, seconds, lastAt: '-infinity', lastId: '00000000-0000-0000-0000-000000000000' }] : [];
}

/** The database's clock decides; ours only which lanes need not be asked. */
const clockSkewMs = 60_000;

async function prunePlace(
  { db, emit }: RetentionOptions,
  run: string,
  { lane: { queue, state }, seconds, lastAt, lastId }: Place,
  rows: number,
) {
  const sentAt = performance.now();
  const [portion] = await db.run(pruneTasks, [run, queue, state, seconds, lastAt, lastId, rows]);
  const tookMs = performance.now() - sentAt;
  const { looked = 0, tasks = 0, attempts = 0, events = 0 } = portion ?? {};
  if (looked > 0) emit({ type: 'retention.portion', queue, state, tasks, attempts, events, tookMs });
  return { looked, tookMs, lastAt: portion?.lastAt ?? lastAt, lastId: portion?.lastId ?? lastId };
}

async function pruneAudit(
  { db, isLeader, pause }: RetentionOptions,
  run: string,
  isOver: () => boolean,
  progress: Progress,
): Promise<void> {
  const seconds = keepSeconds((await readRetention(db.prisma)).auditDays);
  if (seconds === null) return;
  while (isLeader() && !isOver()) {
    const sentAt = performance.now();
    const { rows } = await db.pool.query<{ count: number }>(
      `WITH gone AS MATERIALIZED (SELECT raydeck.prune_audit($2::float8 * interval '1 second', $3) AS count),
       counted AS (UPDATE raydeck.retention_run SET audit_rows = audit_rows + (SELECT count FROM gone) WHERE id = $1)
       SELECT count FROM gone`,
      [run, seconds, prunePortion.most],
    );
    const tookMs = performance.now() - sentAt;
    progress.longestMs = Math.max(progress.longestMs, tookMs);
    if ((rows[0]?.count ?? 0) < prunePortion.most) return;
    await pause(nextPortion(prunePortion.most, tookMs).pauseMs);
  }
}

async function endRun(
  { db, emit }: RetentionOptions,
  id: string,
  { isCut, longestMs, startedAt }: { isCut: boolean; longestMs: number; startedAt: number },
): Promise<void> {
  const { rows } = await db.pool.query<{ tasks: number; auditRows: number }>(
    `UPDATE raydeck.retention_run SET finished_at = clock_timestamp(), is_cut = $2, longest_ms = $3
     WHERE id = $1 AND finished_at IS NULL RETURNING tasks::float8 AS tasks, audit_rows::float8 AS "auditRows"`,
    [id, isCut, Math.round(longestMs)],
  );
  const [ended] = rows;
  if (!ended) return;
  emit({ type: 'retention.ended', runId: id, ...ended, isCut, durationMs: performance.now() - startedAt });
  await db.pool.query(
    `DELETE FROM raydeck.retention_run WHERE id < (
       SELECT id FROM raydeck.retention_run ORDER BY id DESC OFFSET $1 LIMIT 1)`,
    [runsKept],
  );
}
