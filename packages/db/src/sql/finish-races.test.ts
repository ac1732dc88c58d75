import { randomUUID } from 'node:crypto';
import {
  claim,
  enqueue,
  finishInput,
  guardMoves,
  newWorker,
  testDatabase,
  type TestDatabase,
  untilBlocked,
} from '@raydeck/testing';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runStatement } from '../statement.ts';
import { adoptAttempts } from './adopt-attempts.ts';
import { type FinishInput, finishAttempts } from './finish-attempts.ts';
import { startAttempt } from './start-attempt.ts';

/** Two connections meet at one row; who comes second is held until the first one's transaction ends. */
let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
  await guardMoves(db);
});
afterAll(() => db.close());

async function started() {
  const workerId = await newWorker(db);
  const [taskId = ''] = await enqueue(db, {});
  const row = (await claim(db, workerId)).find((claimed) => claimed.taskId === taskId);
  const executionId = randomUUID();
  const attemptId = row?.attemptId ?? '';
  return { taskId, attemptId, workerId, executionId };
}

const finish = (client: Pick<pg.Pool, 'query'>, ...inputs: FinishInput[]) =>
  runStatement(client, finishAttempts, [JSON.stringify(inputs)]);
const requestCancel = (client: Pick<pg.Pool, 'query'>, taskId: string) =>
  client.query('UPDATE raydeck.task SET cancel_requested_at = clock_timestamp() WHERE id = $1', [taskId]);
const stateOf = async (id: string) => (await db.prisma.task.findUniqueOrThrow({ where: { id } })).state;
const retried: Partial<FinishInput> = { state: 'FAILED', taskState: 'QUEUED', retryDelayMs: 60_000, failures: 1 };
const lost: Partial<FinishInput> = { ...retried, state: 'LOST', failures: 0, losses: 1 };

/** Lets the second start while the first one's transaction is open, and returns what it answered. */
async function behind<T>(first: (client: pg.PoolClient) => Promise<unknown>, second: () => Promise<T>): Promise<T> {
  const client = await db.pool.connect();
  try {
    await client.query('BEGIN');
    await first(client);
    const waiting = second();
    await untilBlocked(db);
    await client.query('COMMIT');
    return await waiting;
  } finally {
    client.release();
  }
}

describe('a finish that waits', () => {
  it('for a cancel request ends the task, though its retry was decided before', async () => {
    const { taskId, attemptId, executionId } = await started();
    await db.run(startAttempt, [attemptId, executionId, null, null]);
    const rows = await behind(
      (client) => requestCancel(client, taskId),
      () => finish(db.pool, finishInput(attemptId, { executionId, ...retried })),
    );
    expect(rows).toMatchObject([{ taskState: 'CANCELED' }]);
  });

  it('for another finish of the same attempt changes nothing', async () => {
    const { taskId, attemptId, executionId, workerId } = await started();
    await db.run(startAttempt, [attemptId, executionId, null, null]);
    const rows = await behind(
      (client) => finish(client, finishInput(attemptId, { executionId })),
      () => finish(db.pool, finishInput(attemptId, { judgeId: workerId, expectedState: 'RUNNING', ...lost })),
    );
    expect(rows).toEqual([]);
    expect(await db.prisma.task.findUniqueOrThrow({ where: { id: taskId } })).toMatchObject({
      state: 'SUCCEEDED',
      losses: 0,
    });
  });

  it('for the gate is refused: what the judge knew is no longer so', async () => {
    const { taskId, attemptId, executionId, workerId } = await started();
    const rows = await behind(
      (client) => runStatement(client, startAttempt, [attemptId, executionId, null, null]),
      () => finish(db.pool, finishInput(attemptId, { judgeId: workerId, expectedState: 'SUBMITTED', ...lost })),
    );
    expect(rows).toEqual([]);
    expect(await stateOf(taskId)).toBe('RUNNING');
  });

  it('for an adoption is refused: the attempt is another worker’s', async () => {
    const { taskId, attemptId, workerId } = await started();
    const adopter = await newWorker(db);
    const rows = await behind(
      async (client) => {
        await client.query(`UPDATE raydeck.worker SET lease_expires_at = clock_timestamp() WHERE id = $1`, [workerId]);
        expect(await runStatement(client, adoptAttempts, [adopter, 'http://ray:8265', 1])).toHaveLength(1);
        await client.query(`UPDATE raydeck.worker SET lease_expires_at = 'infinity' WHERE id = $1`, [workerId]);
      },
      () => finish(db.pool, finishInput(attemptId, { judgeId: workerId, expectedState: 'SUBMITTED', ...lost })),
    );
    expect(rows).toEqual([]);
    expect(await stateOf(taskId)).toBe('RUNNING');
  });
});

describe('a gate that waits', () => {
  it('for a judgement stays shut', async () => {
    const { attemptId, executionId, workerId } = await started();
    const rows = await behind(
      (client) => finish(client, finishInput(attemptId, { judgeId: workerId, expectedState: 'SUBMITTED', ...lost })),
      () => db.run(startAttempt, [attemptId, executionId, null, null]),
    );
    expect(rows).toEqual([]);
  });
});

describe('groups that finish the same tasks in different orders', () => {
  it('never deadlock, and end each task once', async () => {
    for (let round = 0; round < 10; round += 1) {
      const workerId = await newWorker(db);
      await enqueue(db, ...Array.from({ length: 20 }, () => ({})));
      const attemptIds = (await claim(db, workerId)).map(({ attemptId }) => attemptId);
      const inputs = attemptIds.map((id) =>
        finishInput(id, { judgeId: workerId, expectedState: 'SUBMITTED', ...lost }),
      );
      const groups = [inputs, inputs.toReversed(), inputs.slice(10), inputs.slice(0, 10).toReversed()];
      const rows = (await Promise.all(groups.map((group) => finish(db.pool, ...group)))).flat();
      expect(rows.map((row) => row.attemptId).toSorted()).toEqual(attemptIds.toSorted());
    }
  });
});
