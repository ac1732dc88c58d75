import { randomUUID } from 'node:crypto';
import { claim, type Login, loginAs, newWorker, testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contextOf } from '../reading/fixtures.ts';
import { cancelTask } from '../tasks/cancel-task.ts';
import { attemptContext, claimTask, failure, report, startTask } from './attempt.fixture.ts';
import { acceptOutcome } from './accept-outcome.ts';
import { judgeAttempt } from './judge-attempt.ts';
import { recordHeartbeat } from './record-heartbeat.ts';
import { startAttempt } from './start-attempt.ts';

let db: TestDatabase;
let app: Login;

beforeAll(async () => {
  db = await testDatabase();
  app = await loginAs(db, 'raydeck_app');
});
afterAll(async () => {
  await app.close();
  await db.close();
});

const start = (attemptId: string, executionId: string, context = attemptContext(app)) =>
  startAttempt(context, { attemptId, executionId, rayNodeId: 'node', pod: null });
const conflict = expect.objectContaining({ code: 'CONFLICT' });
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
const lost = {
  state: 'LOST',
  result: null,
  error: { class: 'Lost', message: 'gone', traceback: null },
  exitCode: null,
  budget: 'loss',
  retryable: true,
} as const;

describe('startAttempt', () => {
  it('hands out what the execution needs, digit for digit, and tells it once', async () => {
    const args = '[1e22, -0.0, {"2": 1, "1": 2}]';
    const { taskId, attemptId } = await claimTask(app, { args, kwargs: '{"n": 9007199254740993}', maxAttempts: 7 });
    const context = attemptContext(app);
    const executionId = randomUUID();
    expect(await start(attemptId, executionId, context)).toEqual({
      argumentsStored: null,
      attemptId,
      attemptNumber: 1,
      maxAttempts: 7,
      failures: 0,
      taskId,
      queue: 'default',
      callable: 'shop.tasks.charge',
      args,
      kwargs: '{"n": 9007199254740993}',
      priority: 0,
      tags: [],
      enqueuedAt: time,
      startedAt: time,
      workerId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      earlierAttempts: [],
      plainCallables: false,
      env: {},
      djangoSettingsModule: null,
      setupLog: null,
      deadlineSeconds: null,
      traceparent: null,
      rayVersion: null,
    });
    await start(attemptId, executionId, context);
    const about = { attemptId, taskId, queue: 'default', traceparent: null };
    expect(context.events).toEqual([{ type: 'attempt.started', ...about, nodeId: 'node' }]);
  });

  it('tells a retry of the attempts before it, by whom, when and how they failed', async () => {
    const first = await startTask(app, { maxAttempts: 3, tags: ['django=default'], priority: 7 });
    const error = { class: 'shop.Refused', message: 'no', traceback: `${'x'.repeat(20_000)}end`, retryable: true };
    await acceptOutcome(attemptContext(app), report(first, { ...failure, error }));
    await db.pool.query(`UPDATE raydeck.task SET run_at = clock_timestamp() WHERE id = $1`, [first.taskId]);
    const claimed = (await claim(app, await newWorker(app))).find(({ taskId }) => taskId === first.taskId);
    const traceback = `${'x'.repeat(9_997)}end`;
    expect(await start(claimed?.attemptId ?? '', randomUUID())).toMatchObject({
      taskId: first.taskId,
      attemptNumber: 2,
      failures: 1,
      priority: 7,
      tags: ['django=default'],
      earlierAttempts: [{ workerId: first.workerId, startedAt: time, errorClass: 'shop.Refused', traceback }],
    });
  });

  it('gives the same execution the same answer again, also after a cancel was requested', async () => {
    const { taskId, attemptId } = await claimTask(app);
    const executionId = randomUUID();
    const first = await start(attemptId, executionId);
    await cancelTask(contextOf(app, { role: 'OPERATOR' }), { id: taskId });
    expect(await start(attemptId, executionId)).toEqual(first);
  });

  it('lets a timeout run from the first start, not from the repeat', async () => {
    const { attemptId } = await claimTask(app, { timeoutSeconds: 100 });
    const executionId = randomUUID();
    expect((await start(attemptId, executionId)).deadlineSeconds).toBeGreaterThan(90);
    await db.pool.query(`UPDATE raydeck.attempt SET started_at = started_at - interval '70 seconds' WHERE id = $1`, [
      attemptId,
    ]);
    expect((await start(attemptId, executionId)).deadlineSeconds).toBeLessThan(31);
    await db.pool.query(`UPDATE raydeck.attempt SET started_at = started_at - interval '70 seconds' WHERE id = $1`, [
      attemptId,
    ]);
    expect((await start(attemptId, executionId)).deadlineSeconds).toBe(0);
  });

  it('gives exactly one of many executions at once the payload', async () => {
    const { attemptId } = await claimTask(app);
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => start(attemptId, randomUUID())));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const tried of tries)
      expect(tried.status === 'fulfilled' || tried.reason).toEqual(tried.status === 'fulfilled' || conflict);
  });

  it('refuses after a cancel was requested, after a judgement, after the end, and what is no attempt', async () => {
    const canceled = await claimTask(app);
    await cancelTask(contextOf(app, { role: 'OPERATOR' }), { id: canceled.taskId });
    const judged = await claimTask(app);
    await judgeAttempt(attemptContext(app), { ...judged, expectedState: 'SUBMITTED', ending: lost });
    const ended = await startTask(app);
    await acceptOutcome(attemptContext(app), report(ended));
    for (const attemptId of [canceled.attemptId, judged.attemptId, randomUUID()]) {
      await expect(start(attemptId, randomUUID())).rejects.toEqual(conflict);
    }
    await expect(start(ended.attemptId, ended.executionId)).rejects.toEqual(conflict);
  });
});

describe('recordHeartbeat', () => {
  const beat = { progress: null, logTail: null, logBytes: null, peakMemoryBytes: null, cpuSeconds: null };

  it('answers whether a cancel was requested', async () => {
    const started = await startTask(app);
    const context = attemptContext(app);
    expect(await recordHeartbeat(context, { ...started, ...beat })).toEqual({ cancelRequested: false });
    await cancelTask(contextOf(app, { role: 'OPERATOR' }), { id: started.taskId });
    expect(await recordHeartbeat(context, { ...started, ...beat })).toEqual({ cancelRequested: true });
  });

  it('tells another execution, and one whose attempt is over, to end itself', async () => {
    const started = await startTask(app);
    const context = attemptContext(app);
    await expect(recordHeartbeat(context, { ...started, executionId: randomUUID(), ...beat })).rejects.toEqual(
      conflict,
    );
    await acceptOutcome(context, report(started));
    await expect(recordHeartbeat(context, { ...started, ...beat })).rejects.toEqual(conflict);
  });
});
