import { randomUUID } from 'node:crypto';
import { bulkPortion, type Defaults, RaydeckError } from '@raydeck/core';
import type { Context } from '../context.ts';
import { parseFilterJson } from '../tasks/filter-json.ts';
import { listTasks } from '../tasks/list-tasks.ts';
import { applyBulkChange, type RowOutcome } from './apply-bulk-change.ts';
import { authorizeBulk } from './authorize-bulk.ts';
import { parseChange } from './bulk-change.ts';
import { type BulkRun, markedReason } from './bulk-run.ts';
import {
  appendRows,
  claimOperation,
  endOperation,
  pendingRows,
  recordOutcomes,
  releaseOperation,
} from './bulk-rows.ts';
import { currentPrincipal, Requester } from './requester.ts';

export interface BulkEngine extends Omit<Context, 'principal'> {
  defaults: Defaults;
  pause: (ms: number) => Promise<void>;
  /** Asked between portions; the next run goes on. */
  isStopping: () => boolean;
}

/** A run ends after so long and the next one goes on: a job of pg-boss has a limit. */
const runBudgetMs = 30_000;

/** So many runs may end without a portion recorded, as when the database is away, until the operation is given up. */
const triesLimit = 30;

/** How long a portion looks for tasks that match. */
const searchBudgetMs = 2_000;

/**
 * Works an operation off, portion by portion, no faster than its rate: tasks are noted first, then each is dealt with by the single action,
 * as whoever asked is allowed now, then what became of them is counted. Twice at once: the later run has the operation, the earlier one
 * stops. A crash leaves a portion noted and not counted; the next run knows by the audit log which of it was done.
 */
export async function runBulkOperation(engine: BulkEngine, id: string, budgetMs = runBudgetMs): Promise<void> {
  const run = await takeUp(engine, id);
  if (!run) return;
  const endAt = performance.now() + budgetMs;
  while (!engine.isStopping() && performance.now() < endAt) {
    const startedAt = performance.now();
    try {
      const worked = await workPortion(engine, run);
      if (worked === null) return;
      await engine.pause(Math.max(0, (worked / run.perSecond) * 1000 - (performance.now() - startedAt)));
    } catch (error) {
      if (!isLost(error)) throw error;
      await endOperation(engine.db, run, { state: 'FAILED', error: error.message });
      return;
    }
  }
  await releaseOperation(engine.db, run);
}

/** Whoever asked may no longer; nothing will change that soon. */
function isLost(error: unknown): error is RaydeckError {
  return error instanceof RaydeckError && (error.code === 'FORBIDDEN' || error.code === 'INVALID');
}

async function takeUp({ db }: BulkEngine, id: string): Promise<BulkRun | null> {
  const runId = randomUUID();
  const row = await claimOperation(db, id, runId);
  if (!row) return null;
  const requester = Requester.parse(row.requester);
  const filter = row.filter === null ? null : parseFilterJson(row.filter);
  const { reason, perSecond } = row;
  const run = { id, runId, reason, perSecond, requester, filter, change: parseChange(row.action, row.change) };
  if (row.tries <= triesLimit) return run;
  await endOperation(db, run, { state: 'FAILED', error: 'Its runs kept failing; see the workers’ logs.' });
  return null;
}

/** Tasks dealt with; null when the operation is over, or another run's. */
async function workPortion(engine: BulkEngine, run: BulkRun): Promise<number | null> {
  const context = await contextOf(engine, run);
  await authorizeBulk(context, run.change);
  const limit = Math.min(bulkPortion, run.perSecond);
  const rows = await pendingRows(engine.db, run, limit);
  if (rows.length === 0) return (await search(context, run, limit)) ? 0 : null;
  const outcomes: RowOutcome[] = [];
  try {
    for (const { taskId, wasDone } of rows) {
      const done: RowOutcome = { taskId, outcome: 'DONE', message: null };
      const task = { taskId, reason: markedReason(run) };
      outcomes.push(wasDone ? done : await applyBulkChange(context, run.change, task));
    }
  } finally {
    await recordOutcomes(engine.db, run, outcomes);
  }
  return outcomes.length;
}

/** Notes the next tasks. False: there are none, and the operation is over; or it was before. */
async function search(context: Context & { defaults: Defaults }, run: BulkRun, limit: number): Promise<boolean> {
  const { cursor, isSearched } = await context.db.prisma.bulkOperation.findUniqueOrThrow({
    where: { id: run.id },
    select: { cursor: true, isSearched: true },
  });
  if (isSearched || run.filter === null) {
    await endOperation(context.db, run, { state: 'DONE', error: null });
    return false;
  }
  const asked = { filter: run.filter, limit, cursor: cursor ?? undefined, budgetMs: searchBudgetMs };
  const { items, nextCursor } = await listTasks(context, asked);
  return appendRows(
    context.db,
    run,
    items.map(({ id }) => id),
    nextCursor,
  );
}

async function contextOf({ pause: _pause, isStopping: _stopping, ...engine }: BulkEngine, run: BulkRun) {
  const principal = await currentPrincipal(engine.db, run.requester);
  if (!principal) throw new RaydeckError('FORBIDDEN', 'The account or key that asked for this is gone or disabled.');
  return { ...engine, principal };
}
