import type { Database } from '@raydeck/db';
import { audit } from '../audit.ts';
import type { RowOutcome } from './apply-bulk-change.ts';
import { type BulkRun, markedReason } from './bulk-run.ts';

interface ClaimedOperation extends Record<string, unknown> {
  action: string;
  change: object;
  filter: object | null;
  reason: string;
  requester: unknown;
  perSecond: number;
  tries: number;
}

/** The operation becomes this run's; null when it is over. */
export async function claimOperation(db: Database, id: string, runId: string): Promise<ClaimedOperation | null> {
  const { rows } = await db.pool.query<ClaimedOperation>(
    `UPDATE raydeck.bulk_operation SET state = 'RUNNING', run_id = $2, tries = tries + 1, queued_at = clock_timestamp(),
       started_at = COALESCE(started_at, clock_timestamp())
     WHERE id = $1 AND finished_at IS NULL
     RETURNING action, change, filter, reason, requester, per_second AS "perSecond", tries`,
    [id, runId],
  );
  return rows[0] ?? null;
}

/** Left for the next run, at once. */
export async function releaseOperation({ prisma }: Database, { id, runId }: BulkRun): Promise<void> {
  await prisma.bulkOperation.updateMany({ where: { id, runId, finishedAt: null }, data: { queuedAt: null } });
}

export async function endOperation(
  { prisma }: Database,
  { id, runId, requester, reason }: BulkRun,
  { state, error }: { state: 'DONE' | 'FAILED'; error: string | null },
): Promise<void> {
  await prisma.$transaction(async (tx) => {
    const data = { state, error, finishedAt: new Date() };
    const { count } = await tx.bulkOperation.updateMany({ where: { id, runId, finishedAt: null }, data });
    if (count === 0) return;
    const select = { total: true, done: true, skipped: true } as const;
    const counts = await tx.bulkOperation.findUniqueOrThrow({ where: { id }, select });
    await audit(
      tx,
      { principal: requester },
      { action: 'bulk.end', targetType: 'bulk_operation', targetId: id, reason, after: { state, error, ...counts } },
    );
  });
}

/** The next tasks to deal with; `wasDone`: a run that crashed had dealt with it, as the audit log says. */
export async function pendingRows(
  db: Database,
  run: BulkRun,
  limit: number,
): Promise<{ taskId: string; wasDone: boolean }[]> {
  const { rows } = await db.pool.query<{ taskId: string; wasDone: boolean }>(
    `SELECT r.task_id AS "taskId", EXISTS (SELECT FROM raydeck.audit_log AS l
       WHERE l.target_type = 'task' AND l.target_id = r.task_id::text AND l.reason = $2) AS "wasDone"
     FROM raydeck.bulk_operation_row AS r
     JOIN raydeck.bulk_operation AS o ON o.id = r.operation_id AND o.run_id = $4 AND o.finished_at IS NULL
     WHERE r.operation_id = $1 AND r.outcome = 'PENDING' ORDER BY r.task_id DESC LIMIT $3`,
    [run.id, markedReason(run), limit, run.runId],
  );
  return rows;
}

/** Notes tasks, and where the search goes on; null: it is at its end. False when the operation is over, or another run's. */
export async function appendRows(
  { prisma }: Database,
  { id, runId }: BulkRun,
  taskIds: readonly string[],
  cursor: string | null,
): Promise<boolean> {
  return prisma.$transaction(async (tx) => {
    const { count } = await tx.bulkOperation.updateMany({
      where: { id, runId, finishedAt: null },
      data: { cursor, isSearched: cursor === null, queuedAt: new Date(), tries: 0 },
    });
    if (count === 0) return false;
    const data = taskIds.map((taskId) => ({ operationId: id, taskId }));
    await tx.bulkOperationRow.createMany({ data, skipDuplicates: true });
    return true;
  });
}

/** Notes and counts what became of tasks; each is counted once, whoever deals with it. */
export async function recordOutcomes(db: Database, { id }: BulkRun, outcomes: readonly RowOutcome[]): Promise<void> {
  await db.pool.query(
    `WITH said AS (
       UPDATE raydeck.bulk_operation_row AS r SET outcome = s.outcome, message = s.message, at = clock_timestamp()
       FROM unnest($2::uuid[], $3::text[], $4::text[]) AS s (task_id, outcome, message)
       WHERE r.operation_id = $1 AND r.task_id = s.task_id AND r.outcome = 'PENDING' RETURNING r.outcome)
     UPDATE raydeck.bulk_operation SET queued_at = clock_timestamp(), tries = CASE WHEN EXISTS (SELECT FROM said) THEN 0 ELSE tries END,
       done = done + (SELECT count(*) FROM said WHERE outcome = 'DONE')::integer,
       skipped = skipped + (SELECT count(*) FROM said WHERE outcome = 'SKIPPED')::integer
     WHERE id = $1`,
    [
      id,
      outcomes.map(({ taskId }) => taskId),
      outcomes.map(({ outcome }) => outcome),
      outcomes.map(({ message }) => message),
    ],
  );
}
