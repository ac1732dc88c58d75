import { randomUUID } from 'node:crypto';
import {
  claim,
  enqueue,
  finishInput,
  guardMoves,
  type Login,
  loginAs,
  newWorker,
  testDatabase,
  type TestDatabase,
} from '@raydeck/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finishAttempts } from './finish-attempts.ts';
import { recordHeartbeat } from './record-heartbeat.ts';
import { recordNode } from './record-node.ts';
import { releaseAttempts } from './release-attempts.ts';
import { startAttempt } from './start-attempt.ts';

let db: TestDatabase;
let app: Login;

beforeAll(async () => {
  db = await testDatabase();
  await guardMoves(db);
  app = await loginAs(db, 'raydeck_app');
});
afterAll(async () => {
  await app.close();
  await db.close();
});

async function claimed() {
  const workerId = await newWorker(db);
  const [taskId = ''] = await enqueue(db, {});
  const row = (await claim(app, workerId)).find((claimedRow) => claimedRow.taskId === taskId);
  return { taskId, workerId, attemptId: row?.attemptId ?? '' };
}

const start = (attemptId: string, executionId: string = randomUUID()) =>
  app.run(startAttempt, [attemptId, executionId, 'node-1', 'pod-1']);
const finish = (attemptId: string, change: Parameters<typeof finishInput>[1]) =>
  app.run(finishAttempts, [JSON.stringify([finishInput(attemptId, change)])]);
const readAttempt = (id: string) => db.prisma.attempt.findUniqueOrThrow({ where: { id } });

describe('the start gate', () => {
  it('opens once, for the first execution that comes', async () => {
    const { attemptId } = await claimed();
    const executionId = randomUUID();
    expect(await start(attemptId, executionId)).toEqual([{ attemptId }]);
    const opened = await readAttempt(attemptId);
    expect(opened).toMatchObject({ state: 'RUNNING', executionId, rayNodeId: 'node-1', pod: 'pod-1' });
    expect(opened.lastHeartbeatAt).not.toBeNull();
    for (const again of [executionId, randomUUID()]) expect(await start(attemptId, again)).toEqual([]);
    expect(await readAttempt(attemptId)).toEqual(opened);
  });

  it('opens for exactly one of many that come at once', async () => {
    const { attemptId } = await claimed();
    const opened = (await Promise.all(Array.from({ length: 10 }, () => start(attemptId)))).flat();
    expect(opened).toHaveLength(1);
  });

  it('stays shut after a cancel was requested, after a judgement, and for an attempt that is none', async () => {
    const canceled = await claimed();
    await db.pool.query('UPDATE raydeck.task SET cancel_requested_at = clock_timestamp() WHERE id = $1', [
      canceled.taskId,
    ]);
    const judged = await claimed();
    const word = {
      judgeId: judged.workerId,
      expectedState: 'SUBMITTED',
      state: 'LOST',
      taskState: 'QUEUED',
      retryDelayMs: 0,
    };
    expect(await finish(judged.attemptId, word)).toHaveLength(1);
    for (const attemptId of [canceled.attemptId, judged.attemptId, randomUUID()]) {
      expect(await start(attemptId)).toEqual([]);
    }
  });
});

describe('a heartbeat', () => {
  const beat = (attemptId: string, executionId: string, logTail: string | null = null) =>
    app.run(recordHeartbeat, [attemptId, executionId, logTail && '{"current": 1}', logTail, logTail && 7, null, null]);

  it('keeps what it brings and answers whether a cancel was requested', async () => {
    const { attemptId, taskId } = await claimed();
    const executionId = randomUUID();
    await start(attemptId, executionId);
    expect(await beat(attemptId, executionId, 'one')).toEqual([{ taskId, cancelRequested: false }]);
    await db.pool.query('UPDATE raydeck.task SET cancel_requested_at = clock_timestamp() WHERE id = $1', [taskId]);
    const before = await readAttempt(attemptId);
    expect(await beat(attemptId, executionId)).toEqual([{ taskId, cancelRequested: true }]);
    const after = await readAttempt(attemptId);
    expect(after).toMatchObject({ logTail: 'one', logBytes: 7n, progress: { current: 1 } });
    expect(after.lastHeartbeatAt?.getTime()).toBeGreaterThanOrEqual(before.lastHeartbeatAt?.getTime() ?? Infinity);
  });

  it('is refused for another execution, before the gate, and after the end', async () => {
    const { attemptId } = await claimed();
    const executionId = randomUUID();
    expect(await beat(attemptId, executionId, 'early')).toEqual([]);
    await start(attemptId, executionId);
    expect(await beat(attemptId, randomUUID(), 'foreign')).toEqual([]);
    await finish(attemptId, { executionId });
    expect(await beat(attemptId, executionId, 'late')).toEqual([]);
    expect((await readAttempt(attemptId)).logTail).toBeNull();
  });
});

describe('release', () => {
  it('frees only what is over, once', async () => {
    const [over, live] = [await claimed(), await claimed()];
    const executionId = randomUUID();
    await start(over.attemptId, executionId);
    await finish(over.attemptId, { executionId });
    const ids = [over.attemptId, live.attemptId, randomUUID()];
    expect(await app.run(releaseAttempts, [ids])).toEqual([{ attemptId: over.attemptId, taskId: over.taskId }]);
    const released = await readAttempt(over.attemptId);
    expect(await app.run(releaseAttempts, [ids])).toEqual([]);
    expect(await readAttempt(over.attemptId)).toEqual(released);
    expect((await readAttempt(live.attemptId)).releasedAt).toBeNull();
  });
});

describe('the node that an attempt runs on', () => {
  it('is kept when Ray names it', async () => {
    const { attemptId } = await claimed();
    await app.run(recordNode, [attemptId, 'node-2']);
    expect((await readAttempt(attemptId)).rayNodeId).toBe('node-2');
  });
});
