import { randomUUID } from 'node:crypto';
import { isAttemptLive, isTaskFinal } from '@raydeck/core';
import { adoptAttempts, expireTasks, releaseAttempts } from '@raydeck/db';
import { claim, endLease, guardMoves, newWorker, testDatabase, type TestDatabase } from '@raydeck/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contextOf } from '../reading/fixtures.ts';
import { cancelTask } from '../tasks/cancel-task.ts';
import { retryTask } from '../tasks/retry-task.ts';
import { acceptOutcome } from './accept-outcome.ts';
import { attemptContext, claimTask, failure, readTask, report, startTask } from './attempt.fixture.ts';
import { judgeAttempt } from './judge-attempt.ts';
import { recordHeartbeat } from './record-heartbeat.ts';
import { startAttempt } from './start-attempt.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase({ poolSize: 20 });
  await guardMoves(db);
});
afterAll(() => db.close());

type Scene = Awaited<ReturnType<typeof startTask>>;

const beat = { progress: null, logTail: 'x', logBytes: 1, peakMemoryBytes: null, cpuSeconds: null };
const ending = { state: 'LOST', result: null, error: null, exitCode: null, budget: 'loss', retryable: true } as const;

/** All that may happen to a task at the same moment. */
const moves = {
  succeed: (scene: Scene) => acceptOutcome(attemptContext(db), report(scene)),
  fail: (scene: Scene) => acceptOutcome(attemptContext(db), report(scene, failure)),
  cancel: ({ taskId }: Scene) => cancelTask(contextOf(db, { role: 'OPERATOR' }), { id: taskId }),
  retry: ({ taskId }: Scene) => retryTask(contextOf(db, { role: 'OPERATOR' }), { id: taskId }),
  judge: (scene: Scene) => judgeAttempt(attemptContext(db), { ...scene, expectedState: 'RUNNING', ending }),
  judgeUnstarted: (scene: Scene) => judgeAttempt(attemptContext(db), { ...scene, expectedState: 'SUBMITTED', ending }),
  start: ({ attemptId }: Scene) =>
    startAttempt(attemptContext(db), { attemptId, executionId: randomUUID(), rayNodeId: null, pod: null }),
  heartbeat: (scene: Scene) => recordHeartbeat(attemptContext(db), { ...scene, ...beat }),
  release: ({ attemptId }: Scene) => db.run(releaseAttempts, [[attemptId]]),
  claim: async () => claim(db, await newWorker(db), { limit: 5 }),
  adopt: async ({ workerId }: Scene) => {
    await endLease(db, workerId);
    return db.run(adoptAttempts, [await newWorker(db), 'http://ray:8265', 10]);
  },
  expire: () => db.run(expireTasks, [10]),
} satisfies Record<string, (scene: Scene) => Promise<unknown>>;

const names = Object.keys(moves) as (keyof typeof moves)[];

/** CONFLICT says that somebody else moved first, as it should; anything else is ours: a deadlock, a move that core lacks. */
function faultOf(result: PromiseSettledResult<unknown>): unknown {
  if (result.status === 'fulfilled') return null;
  const { reason } = result;
  return reason instanceof Error && 'code' in reason && reason.code === 'CONFLICT' ? null : reason;
}

describe('moves of one task at the same moment', () => {
  it('never deadlock, and leave task and attempts in step', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.boolean(),
        fc.array(fc.constantFrom(...names), { minLength: 2, maxLength: 6 }),
        async (isStarted, atOnce) => {
          const retry = { backoff: 'fixed', delaySeconds: 0 };
          const scene = isStarted
            ? await startTask(db, { retry })
            : { ...(await claimTask(db, { retry })), executionId: randomUUID() };
          const results = await Promise.allSettled(atOnce.map((name) => moves[name](scene)));
          expect(results.map(faultOf).filter((fault) => fault !== null)).toEqual([]);
          await expectInStep(scene.taskId);
        },
      ),
      { numRuns: 120 },
    );
  });

  it(
    'never lose a cancel to a retry: the task is CANCELED, or ends in what truly happened',
    { timeout: 60_000 },
    async () => {
      for (let round = 0; round < 60; round += 1) {
        const scene = await startTask(db, { retry: { backoff: 'fixed', delaySeconds: 3600 } });
        const [canceled] = await Promise.allSettled([moves.cancel(scene), moves.fail(scene)]);
        expect(canceled?.status).toBe('fulfilled');
        expect((await readTask(db, scene.taskId)).state).toBe('CANCELED');
      }
    },
  );
});

/** What holds at any moment between transactions. */
async function expectInStep(taskId: string): Promise<void> {
  const task = await readTask(db, taskId);
  const live = task.attempts.filter(({ state }) => isAttemptLive(state));
  expect(live).toHaveLength(task.state === 'RUNNING' ? 1 : 0);
  expect(task.attemptCount).toBe(task.attempts.length);
  expect(task.finishedAt !== null).toBe(isTaskFinal(task.state));
  // A wish to cancel is never left behind with a task that waits.
  expect(task.state === 'QUEUED' && task.cancelRequestedAt !== null).toBe(false);
  expect(task.state === 'SUCCEEDED').toBe(task.attempts.at(-1)?.state === 'SUCCEEDED');
}
