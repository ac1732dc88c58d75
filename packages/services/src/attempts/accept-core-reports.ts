import { aboutAttempt, RaydeckError, type ReportedOutcome } from '@raydeck/core';
import { type CoreStart, type CoreSuccess, finishCoreSuccesses, releaseAttempts } from '@raydeck/db';
import { acceptOutcome, plainDigestOf } from './accept-outcome.ts';
import type { AttemptContext } from './attempt-context.ts';
import type { Traces } from './finish.ts';
import { writeCoreStarts } from './write-core-starts.ts';

/** An outcome as a gateway reports it. `runMs` is from the start mark on. */
export interface CoreReport {
  attemptId: string;
  executionId: string;
  runMs: number;
  rayNodeId: string | null;
  rayActorId: string | null;
  outcome: ReportedOutcome;
  traces: Traces;
}

/**
 * Commits a group of outcomes and frees their places; returns the attempts of which nothing more is to be done, also those whose outcome is
 * refused because they were judged before. The others could not be committed now: bring them again.
 */
export async function acceptCoreReports(
  context: AttemptContext,
  workerId: string,
  reports: readonly CoreReport[],
): Promise<string[]> {
  const plain = reports.filter(isPlainSuccess);
  const done = new Set(plain.length === 0 ? [] : await finishSuccesses(context, workerId, plain));
  for (const report of reports) {
    if (!done.has(report.attemptId) && (await acceptOne(context, workerId, report))) done.add(report.attemptId);
  }
  return [...done];
}

function isPlainSuccess({ outcome }: CoreReport): boolean {
  return outcome.state === 'SUCCEEDED' && outcome.resultUpload == null;
}

async function finishSuccesses(
  context: AttemptContext,
  workerId: string,
  reports: readonly CoreReport[],
): Promise<string[]> {
  const startedAt = performance.now();
  const rows = await context.db.run(finishCoreSuccesses, [JSON.stringify(reports.map(successOf)), workerId]);
  const commitMs = Math.round(performance.now() - startedAt);
  const counted = rows.filter(({ isReleased }) => !isReleased).map(({ attemptId }) => attemptId);
  if (counted.length > 0) await context.db.run(releaseAttempts, [counted]);
  for (const { isReleased: _, runMs, latencyMs, ...row } of rows) {
    context.emit({
      type: 'attempt.finished',
      ...aboutAttempt(row),
      number: row.number,
      state: 'SUCCEEDED',
      taskState: 'SUCCEEDED',
      callable: row.callable,
      runner: 'ray_core',
      runMs: Math.round(runMs),
      latencyMs: Math.round(latencyMs),
      commitMs,
      errorClass: null,
      retryDelayMs: null,
      submittedAtMs: row.submittedAtMs,
      finishedAtMs: row.finishedAtMs,
    });
    context.notifier.changed(row.taskId);
  }
  return rows.map(({ attemptId }) => attemptId);
}

function successOf({ outcome, traces, attemptId, executionId, runMs, rayNodeId, rayActorId }: CoreReport): CoreSuccess {
  const { result } = outcome;
  return {
    attemptId,
    executionId,
    runMs,
    rayNodeId,
    rayActorId,
    result,
    outcomeDigest: plainDigestOf(outcome),
    ...traces,
  };
}

/** Like any other execution's outcome, once its start is written. */
async function acceptOne(context: AttemptContext, workerId: string, report: CoreReport): Promise<boolean> {
  const { attemptId, executionId, outcome, traces } = report;
  const start: CoreStart = { ...report, ageMs: report.runMs };
  await writeCoreStarts(context, workerId, [pick(start)]);
  // Somebody else's by now: the gateway brings it to them.
  if (!(await isOursOrOver(context, workerId, attemptId))) return false;
  try {
    await acceptOutcome(context, { attemptId, executionId, outcome, traces });
  } catch (error) {
    const isRefused = error instanceof RaydeckError && (error.code === 'CONFLICT' || error.code === 'INVALID');
    if (!isRefused) throw error;
  }
  await context.db.run(releaseAttempts, [[attemptId]]);
  return true;
}

async function isOursOrOver({ db }: AttemptContext, workerId: string, attemptId: string): Promise<boolean> {
  const { rows } = await db.pool.query<{ isOver: boolean; isOurs: boolean }>({
    name: 'core-attempt-ownership',
    text: `SELECT a.finished_at IS NOT NULL AS "isOver", a.worker_id = $2 AND EXISTS (SELECT FROM raydeck.worker AS w
      WHERE w.id = $2 AND w.stopped_at IS NULL AND w.lease_expires_at > clock_timestamp()) AS "isOurs"
      FROM raydeck.attempt AS a WHERE a.id = $1`,
    values: [attemptId, workerId],
  });
  const [row] = rows;
  return row === undefined || row.isOver || row.isOurs;
}

function pick({ attemptId, executionId, ageMs, rayNodeId, rayActorId }: CoreStart): CoreStart {
  return { attemptId, executionId, ageMs, rayNodeId, rayActorId };
}
