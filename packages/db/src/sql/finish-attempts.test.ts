import { randomUUID } from 'node:crypto';
import {
  claim,
  endLease,
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
import { type FinishInput, finishAttempts } from './finish-attempts.ts';
import { stopWorker } from './lease.ts';
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

/** A claimed task; started too, when an execution is named. */
async function claimed(executionId: string | null = null) {
  const workerId = await newWorker(db);
  const [taskId = ''] = await enqueue(db, {});
  const row = (await claim(app, workerId)).find((claimedRow) => claimedRow.taskId === taskId);
  const attemptId = row?.attemptId ?? '';
  if (executionId) await app.run(startAttempt, [attemptId, executionId, null, null]);
  return { taskId, attemptId, workerId };
}

const finish = (...inputs: FinishInput[]) => app.run(finishAttempts, [JSON.stringify(inputs)]);
const read = async (taskId: string) => {
  const events = { orderBy: { id: 'asc' } } as const;
  const task = await db.prisma.task.findUniqueOrThrow({ where: { id: taskId }, include: { attempts: true, events } });
  return { ...task, attempt: task.attempts[0], kinds: task.events.map(({ kind }) => kind) };
};
const retried: Partial<FinishInput> = { state: 'FAILED', taskState: 'QUEUED', retryDelayMs: 60_000, failures: 1 };
const lost: Partial<FinishInput> = { state: 'LOST', taskState: 'QUEUED', retryDelayMs: 0, losses: 1 };

describe('finish, by an execution', () => {
  it('ends attempt and task with all that was reported', async () => {
    const executionId = randomUUID();
    const { taskId, attemptId } = await claimed(executionId);
    const traces = { logTail: 'é', logBytes: 2 ** 40, peakMemoryBytes: 2 ** 41, cpuSeconds: 1.5, exitCode: 0 };
    const progress = { current: 1, total: 2, message: null };
    const input = { executionId, result: '{"n": 1e22}', outcomeDigest: 'digest', progress, ...traces };
    expect(await finish(finishInput(attemptId, input))).toMatchObject([
      { attemptId, taskId, taskState: 'SUCCEEDED', queue: 'default', runner: 'ray_job' },
    ]);
    const task = await read(taskId);
    expect(task).toMatchObject({ state: 'SUCCEEDED', result: '{"n": 1e22}', finishedAt: expect.any(Date), kinds: [] });
    expect(task.attempt).toMatchObject({
      state: 'SUCCEEDED',
      outcomeDigest: 'digest',
      logTail: 'é',
      logBytes: 2n ** 40n,
      peakMemoryBytes: 2n ** 41n,
      cpuSeconds: 1.5,
      exitCode: 0,
      progress,
      finishedAt: expect.any(Date),
      releasedAt: null,
    });
  });

  it('queues the task again after the delay, with its cost and its reason', async () => {
    const executionId = randomUUID();
    const { taskId, attemptId } = await claimed(executionId);
    const error = { errorClass: 'shop.Refused', errorMessage: 'no', traceback: 'at', reason: 'failure 1 of 3' };
    await finish(finishInput(attemptId, { executionId, ...retried, ...error }));
    const task = await read(taskId);
    expect(task).toMatchObject({
      state: 'QUEUED',
      failures: 1,
      losses: 0,
      finishedAt: null,
      kinds: ['retry_scheduled'],
    });
    expect(task.runAt.getTime() - (task.attempt?.finishedAt?.getTime() ?? 0)).toBeGreaterThan(59_000);
    expect(task.attempt).toMatchObject({
      state: 'FAILED',
      errorClass: 'shop.Refused',
      errorMessage: 'no',
      traceback: 'at',
    });
    expect(task.events[0]).toMatchObject({ reason: 'failure 1 of 3', attemptId, data: { errorClass: 'shop.Refused' } });
  });

  it('counts a snooze apart from failures and losses, and says so on the timeline', async () => {
    const executionId = randomUUID();
    const { taskId, attemptId } = await claimed(executionId);
    const snoozed = { state: 'CANCELED', taskState: 'QUEUED', retryDelayMs: 60_000, snoozes: 1, eventKind: 'snoozed' };
    await finish(finishInput(attemptId, { executionId, ...snoozed }));
    expect(await read(taskId)).toMatchObject({
      state: 'QUEUED',
      failures: 0,
      losses: 0,
      snoozes: 1,
      kinds: ['snoozed'],
      attempt: { state: 'CANCELED' },
    });
  });

  it('says on the timeline why a task failed before its attempts were used up', async () => {
    const executionId = randomUUID();
    const { taskId, attemptId } = await claimed(executionId);
    const givenUp = { state: 'FAILED', taskState: 'FAILED', failures: 1, eventKind: 'given_up', reason: 'it gave up' };
    await finish(finishInput(attemptId, { executionId, ...givenUp }));
    const task = await read(taskId);
    expect(task).toMatchObject({ state: 'FAILED', kinds: ['given_up'], events: [{ reason: 'it gave up', attemptId }] });
  });

  it('keeps what heartbeats told when the outcome says nothing of it', async () => {
    const executionId = randomUUID();
    const { taskId, attemptId } = await claimed(executionId);
    await db.pool.query(`UPDATE raydeck.attempt SET log_tail = 'so far', progress = '{"current": 1}' WHERE id = $1`, [
      attemptId,
    ]);
    await finish(finishInput(attemptId, { executionId }));
    expect((await read(taskId)).attempt).toMatchObject({ logTail: 'so far', progress: { current: 1 } });
  });

  it('is refused to any other execution, and to anybody before the gate', async () => {
    const executionId = randomUUID();
    const started = await claimed(executionId);
    const waiting = await claimed();
    for (const { attemptId, taskId } of [started, waiting]) {
      expect(await finish(finishInput(attemptId, { executionId: randomUUID() }))).toEqual([]);
      expect(await finish(finishInput(attemptId, {}))).toEqual([]);
      expect((await read(taskId)).state).toBe('RUNNING');
    }
  });

  it('changes nothing the second time', async () => {
    const executionId = randomUUID();
    const { taskId, attemptId } = await claimed(executionId);
    await finish(finishInput(attemptId, { executionId, ...retried }));
    const before = await read(taskId);
    for (const again of [retried, {}])
      expect(await finish(finishInput(attemptId, { executionId, ...again }))).toEqual([]);
    expect(await read(taskId)).toEqual(before);
  });

  it('cannot touch a task that has gone on to another attempt', async () => {
    const executionId = randomUUID();
    const { taskId, attemptId, workerId } = await claimed(executionId);
    await finish(finishInput(attemptId, { judgeId: workerId, expectedState: 'RUNNING', ...lost }));
    const [next] = await claim(app, workerId);
    expect(next).toMatchObject({ taskId, number: 2 });
    expect(await finish(finishInput(attemptId, { executionId, result: '"late"' }))).toEqual([]);
    expect(await read(taskId)).toMatchObject({ state: 'RUNNING', result: null, losses: 1 });
  });
});

describe('finish, by a judge', () => {
  it.each(['SUBMITTED', 'RUNNING'] as const)(
    'ends what it drives and knows to be %s, and says so',
    async (expectedState) => {
      const { taskId, attemptId, workerId } = await claimed(expectedState === 'RUNNING' ? randomUUID() : null);
      const input = { judgeId: workerId, expectedState, state: 'FAILED', taskState: 'FAILED', failures: 1 };
      expect(await finish(finishInput(attemptId, input))).toMatchObject([{ taskId, taskState: 'FAILED' }]);
      expect(await read(taskId)).toMatchObject({ state: 'FAILED', failures: 1, kinds: ['judged'] });
    },
  );

  it('is refused when the attempt passed the gate meanwhile', async () => {
    const { taskId, attemptId, workerId } = await claimed(randomUUID());
    expect(await finish(finishInput(attemptId, { judgeId: workerId, expectedState: 'SUBMITTED', ...lost }))).toEqual(
      [],
    );
    expect((await read(taskId)).attempt?.state).toBe('RUNNING');
  });

  it.each<[string, (workerId: string) => Promise<string>]>([
    ['is over', async (workerId) => (await endLease(db, workerId), workerId)],
    ['was given back', async (workerId) => (await app.run(stopWorker, [workerId]), workerId)],
    ['is live but drives other attempts', () => newWorker(db)],
    ['was never there', async () => randomUUID()],
  ])('is refused when its lease %s', async (_, judgeFor) => {
    const { taskId, attemptId, workerId } = await claimed();
    const judgeId = await judgeFor(workerId);
    expect(await finish(finishInput(attemptId, { judgeId, expectedState: 'SUBMITTED', ...lost }))).toEqual([]);
    expect(await read(taskId)).toMatchObject({ state: 'RUNNING', losses: 0, kinds: [] });
  });

  it('takes no outcome on a live lease alone: an execution is fenced by its id', async () => {
    const { taskId, attemptId, workerId } = await claimed(randomUUID());
    const input = { executionId: randomUUID(), judgeId: workerId, expectedState: 'RUNNING' };
    expect(await finish(finishInput(attemptId, input))).toEqual([]);
    expect((await read(taskId)).state).toBe('RUNNING');
  });
});

describe('finish, after a cancel was requested', () => {
  it.each<[string, Partial<FinishInput>, string, string[]]>([
    ['turns a retry into CANCELED', retried, 'CANCELED', ['canceled']],
    [
      'turns the last loss into CANCELED',
      { ...lost, taskState: 'FAILED', retryDelayMs: null },
      'CANCELED',
      ['canceled'],
    ],
    ['lets a success stand', { result: '1' }, 'SUCCEEDED', []],
    ['lets a final failure stand', { state: 'FAILED', taskState: 'FAILED', failures: 1 }, 'FAILED', []],
  ])('%s', async (_, input, state, kinds) => {
    const executionId = randomUUID();
    const { taskId, attemptId } = await claimed(executionId);
    await db.pool.query('UPDATE raydeck.task SET cancel_requested_at = clock_timestamp() WHERE id = $1', [taskId]);
    expect(await finish(finishInput(attemptId, { executionId, ...input }))).toMatchObject([{ taskState: state }]);
    expect(await read(taskId)).toMatchObject({ state, kinds, finishedAt: expect.any(Date) });
  });
});

describe('finish, of a group', () => {
  it('ends each by its own authority in one statement, and leaves out those that had moved', async () => {
    const executionId = randomUUID();
    const [succeeded, retry, judged, foreign] = [
      await claimed(executionId),
      await claimed(executionId),
      await claimed(),
      await claimed(),
    ];
    const rows = await finish(
      finishInput(foreign.attemptId, { judgeId: judged.workerId, expectedState: 'SUBMITTED', ...lost }),
      finishInput(judged.attemptId, { judgeId: judged.workerId, expectedState: 'SUBMITTED', ...lost }),
      finishInput(retry.attemptId, { executionId, ...retried }),
      finishInput(succeeded.attemptId, { executionId, result: '"mine"' }),
      finishInput(randomUUID(), { executionId }),
    );
    expect(new Set(rows.map(({ attemptId, taskState }) => `${attemptId} ${taskState}`))).toEqual(
      new Set([`${succeeded.attemptId} SUCCEEDED`, `${retry.attemptId} QUEUED`, `${judged.attemptId} QUEUED`]),
    );
    expect(await read(succeeded.taskId)).toMatchObject({ state: 'SUCCEEDED', result: '"mine"', failures: 0 });
    expect(await read(retry.taskId)).toMatchObject({ state: 'QUEUED', result: null, failures: 1, losses: 0 });
    expect(await read(judged.taskId)).toMatchObject({ state: 'QUEUED', failures: 0, losses: 1 });
    expect(await read(foreign.taskId)).toMatchObject({ state: 'RUNNING' });
  });
});
