import { randomUUID } from 'node:crypto';
import type { ReportedOutcome } from '@raydeck/core';
import { adoptAttempts } from '@raydeck/db';
import { endLease, guardMoves, newWorker, testDatabase, type TestDatabase, untilBlocked } from '@raydeck/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { acceptCoreReports, type CoreReport } from './accept-core-reports.ts';
import { attemptContext, claimTask, failure, readTask, report } from './attempt.fixture.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase({ poolSize: 5 });
  await guardMoves(db);
});
afterAll(() => db.close());

type Claimed = Awaited<ReturnType<typeof claimTask>>;

/** As a gateway reports it; none of these has told its start. */
function coreReport({ attemptId }: Claimed, outcome: Partial<ReportedOutcome> = {}): CoreReport {
  const executionId = randomUUID();
  return { ...report({ attemptId, executionId }, outcome), runMs: 5, rayNodeId: 'node', rayActorId: 'actor' };
}

it('commits a group, whatever became of each, and frees the places', async () => {
  const first = await claimTask(db);
  const second = await claimTask(db, { retry: { backoff: 'fixed', delaySeconds: 3600 } });
  // One worker has both, as a gateway reports them to one.
  await db.pool.query('UPDATE raydeck.attempt SET worker_id = $1 WHERE id = $2', [first.workerId, second.attemptId]);
  const context = attemptContext(db);
  const done = await acceptCoreReports(context, first.workerId, [coreReport(first), coreReport(second, failure)]);
  expect(done.toSorted()).toEqual([first.attemptId, second.attemptId].toSorted());
  const [succeeded, failed] = [await readTask(db, first.taskId), await readTask(db, second.taskId)];
  expect(succeeded).toMatchObject({ state: 'SUCCEEDED', result: '1', attempts: [{ state: 'SUCCEEDED' }] });
  expect(failed).toMatchObject({ state: 'QUEUED', attempts: [{ state: 'FAILED', rayActorId: 'actor' }] });
  for (const { attempts } of [succeeded, failed]) {
    expect(attempts[0]).toMatchObject({ startedAt: expect.any(Date), releasedAt: expect.any(Date) });
  }
});

it('ends a task that somebody changes at that moment', async () => {
  const claimed = await claimTask(db);
  const client = await db.pool.connect();
  await client.query('BEGIN');
  await client.query('UPDATE raydeck.task SET priority = 7 WHERE id = $1', [claimed.taskId]);
  const accepting = acceptCoreReports(attemptContext(db), claimed.workerId, [coreReport(claimed)]);
  await untilBlocked(db);
  await client.query('COMMIT');
  client.release();
  expect(await accepting).toEqual([claimed.attemptId]);
  const task = await readTask(db, claimed.taskId);
  expect(task).toMatchObject({ state: 'SUCCEEDED', priority: 7, attempts: [{ state: 'SUCCEEDED' }] });
});

it('leaves what has another owner by now, for the gateway to bring it there', async () => {
  const claimed = await claimTask(db);
  await endLease(db, claimed.workerId);
  await db.run(adoptAttempts, [await newWorker(db), 'http://ray:8265', 10]);
  expect(await acceptCoreReports(attemptContext(db), claimed.workerId, [coreReport(claimed)])).toEqual([]);
  expect(await readTask(db, claimed.taskId)).toMatchObject({ state: 'RUNNING', attempts: [{ state: 'SUBMITTED' }] });
});

it('is done with one that was judged before, which stays as it was judged', async () => {
  const claimed = await claimTask(db);
  await db.pool.query(`UPDATE raydeck.attempt SET state = 'LOST', finished_at = clock_timestamp() WHERE id = $1`, [
    claimed.attemptId,
  ]);
  expect(await acceptCoreReports(attemptContext(db), claimed.workerId, [coreReport(claimed)])).toEqual([
    claimed.attemptId,
  ]);
  expect(await readTask(db, claimed.taskId)).toMatchObject({ attempts: [{ state: 'LOST' }] });
});
