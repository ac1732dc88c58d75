import { randomUUID } from 'node:crypto';
import type { Ask, ReportedOutcome } from '@raydeck/core';
import { endLease, guardMoves, type Login, loginAs, testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contextOf } from '../reading/fixtures.ts';
import { cancelTask } from '../tasks/cancel-task.ts';
import { retryTask } from '../tasks/retry-task.ts';
import { acceptOutcome } from './accept-outcome.ts';
import { attemptContext, claimTask, failure, readTask, report, startTask } from './attempt.fixture.ts';
import { judgeAttempt } from './judge-attempt.ts';

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

const conflict = expect.objectContaining({ code: 'CONFLICT' });
const lost = {
  state: 'LOST',
  result: null,
  error: { class: 'Lost', message: 'gone', traceback: null },
  exitCode: null,
  budget: 'loss',
  retryable: true,
} as const;
const canceledOutcome: Partial<ReportedOutcome> = { ...failure, state: 'CANCELED' };
/** Far enough that nothing here claims it again. */
const retry = { backoff: 'fixed', delaySeconds: 3600, maxDelaySeconds: 3600, jitter: 'none' };

describe('acceptOutcome', () => {
  it('ends the task with the result as the text it was, and tells it', async () => {
    const started = await startTask(app);
    const context = attemptContext(app);
    await acceptOutcome(context, report(started, { result: '{"n": 9007199254740993}' }));
    const task = await readTask(app, started.taskId);
    expect(task).toMatchObject({ state: 'SUCCEEDED', result: '{"n": 9007199254740993}', failures: 0 });
    expect(context.events).toMatchObject([{ type: 'attempt.finished', taskState: 'SUCCEEDED', retryDelayMs: null }]);
  });

  it('accepts the same outcome again and changes nothing, also when both come at once', async () => {
    const started = await startTask(app);
    const context = attemptContext(app);
    await Promise.all(Array.from({ length: 5 }, () => acceptOutcome(context, report(started))));
    const task = await readTask(app, started.taskId);
    await acceptOutcome(context, report(started));
    expect(await readTask(app, started.taskId)).toEqual(task);
    expect(task.events).toEqual([]);
    expect(context.events).toHaveLength(1);
  });

  it('accepts the repeat of a failure, though its task has been queued again since', async () => {
    const started = await startTask(app, { retry });
    const context = attemptContext(app);
    await acceptOutcome(context, report(started, failure));
    await acceptOutcome(context, report(started, failure));
    expect(await readTask(app, started.taskId)).toMatchObject({ state: 'QUEUED', failures: 1, events: [{}] });
  });

  it('refuses another outcome of the same execution, and says so on the timeline', async () => {
    const started = await startTask(app);
    const context = attemptContext(app);
    await acceptOutcome(context, report(started));
    await expect(acceptOutcome(context, report(started, { result: '2' }))).rejects.toEqual(conflict);
    const task = await readTask(app, started.taskId);
    expect(task).toMatchObject({ state: 'SUCCEEDED', result: '1' });
    expect(task.events).toMatchObject([
      { kind: 'late_outcome_refused', attemptId: started.attemptId, actor: `execution:${started.executionId}` },
    ]);
    expect(context.events.at(-1)).toMatchObject({ type: 'outcome.refused', attemptId: started.attemptId });
  });

  it('refuses the outcome of another execution, and of one that never passed the gate', async () => {
    for (const { attemptId, taskId } of [await startTask(app), await claimTask(app)]) {
      const context = attemptContext(app);
      await expect(acceptOutcome(context, report({ attemptId, executionId: randomUUID() }))).rejects.toEqual(conflict);
      expect(await readTask(app, taskId)).toMatchObject({
        state: 'RUNNING',
        events: [{ kind: 'late_outcome_refused' }],
      });
    }
    await expect(
      acceptOutcome(attemptContext(app), report({ attemptId: randomUUID(), executionId: randomUUID() })),
    ).rejects.toEqual(conflict);
  });

  it('refuses what comes after a judgement', async () => {
    const started = await startTask(app, { retry });
    const context = attemptContext(app);
    expect(await judgeAttempt(context, { ...started, expectedState: 'RUNNING', ending: lost })).toEqual({
      taskState: 'QUEUED',
    });
    await expect(acceptOutcome(context, report(started))).rejects.toEqual(conflict);
    const task = await readTask(app, started.taskId);
    expect(task).toMatchObject({ state: 'QUEUED', result: null, losses: 1, attempts: [{ state: 'LOST' }] });
    expect(task.events.map(({ kind }) => kind)).toEqual(['retry_scheduled', 'late_outcome_refused']);
  });

  it('fails the task at its last failure, and retries before as its policy says', async () => {
    const started = await startTask(app, { maxAttempts: 2, retry });
    const context = attemptContext(app);
    await acceptOutcome(context, report(started, failure));
    expect(context.events).toMatchObject([
      { taskState: 'QUEUED', retryDelayMs: 3_600_000, errorClass: 'shop.Refused' },
    ]);
    await db.pool.query('UPDATE raydeck.task SET max_attempts = 1, run_at = clock_timestamp() WHERE id = $1', [
      started.taskId,
    ]);
    const last = await startTask(app, { maxAttempts: 1 });
    await acceptOutcome(context, report(last, failure));
    expect(await readTask(app, last.taskId)).toMatchObject({
      state: 'FAILED',
      failures: 1,
      attempts: [{ state: 'FAILED' }],
    });
  });

  it('ends at once what its error says is not retryable', async () => {
    const started = await startTask(app, { maxAttempts: 9 });
    const error = { class: 'InvalidArguments', message: 'no', traceback: null, retryable: false };
    await acceptOutcome(attemptContext(app), report(started, { ...failure, error }));
    expect(await readTask(app, started.taskId)).toMatchObject({ state: 'FAILED', failures: 1 });
  });

  const asking = (ask: Ask, change: object = {}): Partial<ReportedOutcome> => {
    const error = { class: 'raydeck.Ask', message: 'not now', traceback: 'Traceback', retryable: true, ask, ...change };
    return { ...failure, error };
  };
  const secondsUntilRun = async (taskId: string): Promise<number> => {
    const { rows } = await db.pool.query<{ seconds: number }>(
      'SELECT extract(epoch FROM run_at - clock_timestamp())::float8 AS seconds FROM raydeck.task WHERE id = $1',
      [taskId],
    );
    return rows[0]?.seconds ?? Number.NaN;
  };

  it('queues a task that snoozes after the delay that it asked for, and uses up none of its attempts', async () => {
    const started = await startTask(app, { maxAttempts: 1, retry });
    const context = attemptContext(app);
    await acceptOutcome(context, report(started, asking({ kind: 'snooze', afterSeconds: 7200 })));
    const task = await readTask(app, started.taskId);
    expect(task).toMatchObject({ state: 'QUEUED', finishedAt: null, failures: 0, losses: 0, snoozes: 1 });
    expect(task.attempts).toMatchObject([{ state: 'CANCELED', errorClass: 'Snoozed', errorMessage: 'not now' }]);
    expect(task.events).toMatchObject([{ kind: 'snoozed', reason: 'snooze 1 of 10000', attemptId: started.attemptId }]);
    expect(context.events).toMatchObject([{ taskState: 'QUEUED', retryDelayMs: 7_200_000 }]);
    expect(await secondsUntilRun(started.taskId)).toBeGreaterThan(7100);
  });

  it('fails a task that has snoozed as often as it may, also after a retry by hand', async () => {
    const started = await startTask(app);
    await db.pool.query('UPDATE raydeck.task SET snoozes = 10000 WHERE id = $1', [started.taskId]);
    await acceptOutcome(attemptContext(app), report(started, asking({ kind: 'snooze', afterSeconds: 1 })));
    expect(await readTask(app, started.taskId)).toMatchObject({
      state: 'FAILED',
      snoozes: 10_000,
      attempts: [{ state: 'FAILED', errorClass: 'SnoozedTooOften' }],
    });
    await retryTask(contextOf(app, { role: 'OPERATOR' }), { id: started.taskId });
    expect(await readTask(app, started.taskId)).toMatchObject({ state: 'QUEUED', failures: 0, snoozes: 10_000 });
  });

  it('cancels a task that snoozes after its cancel was requested', async () => {
    const started = await startTask(app);
    await cancelTask(contextOf(app, { role: 'OPERATOR' }), { id: started.taskId });
    await acceptOutcome(attemptContext(app), report(started, asking({ kind: 'snooze', afterSeconds: 1 })));
    const task = await readTask(app, started.taskId);
    expect(task.state).toBe('CANCELED');
    expect(task.events.map(({ kind }) => kind)).toEqual(['cancel_requested', 'canceled']);
  });

  it('retries after the delay that a task asked for, and counts it', async () => {
    const started = await startTask(app, { maxAttempts: 2, retry });
    await acceptOutcome(attemptContext(app), report(started, asking({ kind: 'retry', afterSeconds: 86_400 })));
    expect(await readTask(app, started.taskId)).toMatchObject({
      state: 'QUEUED',
      failures: 1,
      snoozes: 0,
      events: [{ kind: 'retry_scheduled' }],
    });
    expect(await secondsUntilRun(started.taskId)).toBeGreaterThan(86_300);
  });

  it('ends a task that gives up, and says so', async () => {
    const started = await startTask(app, { maxAttempts: 9 });
    await acceptOutcome(attemptContext(app), report(started, asking({ kind: 'give_up' })));
    expect(await readTask(app, started.taskId)).toMatchObject({
      state: 'FAILED',
      failures: 1,
      attempts: [{ state: 'FAILED' }],
      events: [{ kind: 'given_up', reason: 'raydeck.Ask, it gave up' }],
    });
  });

  it.each<[string, object, object | null, string]>([
    ['by a base of its class', { giveUpOn: ['shop.Base'] }, null, 'FAILED'],
    ['by its absence', { retryOn: ['shop.Other'] }, null, 'FAILED'],
    ['of its queue', {}, { backoff: 'fixed', giveUpOn: ['shop.Base'] }, 'FAILED'],
    ['not of its queue when it has its own', { giveUpOn: [] }, { backoff: 'fixed', giveUpOn: ['shop.Base'] }, 'QUEUED'],
  ])('ends a task by the lists of its policy: %s', async (name, lists, ofQueue, state) => {
    const queue = `lists-${name.replaceAll(' ', '-')}`;
    await db.pool.query('INSERT INTO raydeck.queue (name, retry_policy) VALUES ($1, $2)', [queue, ofQueue]);
    const own = Object.keys(lists).length > 0 ? { retry: { ...retry, ...lists } } : {};
    const started = await startTask(app, { queue, maxAttempts: 5, ...own });
    const error = { class: 'shop.Refused', message: 'no', traceback: null, retryable: true };
    const classPaths = ['shop.Refused', 'shop.Base', 'builtins.Exception'];
    await acceptOutcome(attemptContext(app), report(started, { ...failure, error: { ...error, classPaths } }));
    expect((await readTask(app, started.taskId)).state).toBe(state);
  });

  it.each<[string, Partial<ReportedOutcome>, string, string]>([
    ['a success', {}, 'SUCCEEDED', 'SUCCEEDED'],
    ['an end by the request', canceledOutcome, 'CANCELED', 'CANCELED'],
    ['a failure of its own', failure, 'FAILED', 'CANCELED'],
  ])('ends a task whose cancel was requested in what truly happened: %s', async (_, outcome, attempt, state) => {
    const started = await startTask(app, { retry });
    await cancelTask(contextOf(app, { role: 'OPERATOR' }), { id: started.taskId });
    await acceptOutcome(attemptContext(app), report(started, outcome));
    expect(await readTask(app, started.taskId)).toMatchObject({ state, attempts: [{ state: attempt }] });
  });

  it('counts an end from outside as a loss, and one after its time as a timeout', async () => {
    const [outside, late] = [await startTask(app, { retry }), await startTask(app, { retry, timeoutSeconds: 1 })];
    await db.pool.query(`UPDATE raydeck.attempt SET started_at = started_at - interval '2 seconds' WHERE id = $1`, [
      late.attemptId,
    ]);
    for (const started of [outside, late]) await acceptOutcome(attemptContext(app), report(started, canceledOutcome));
    expect(await readTask(app, outside.taskId)).toMatchObject({
      losses: 1,
      failures: 0,
      attempts: [{ state: 'LOST' }],
    });
    expect(await readTask(app, late.taskId)).toMatchObject({
      losses: 0,
      failures: 1,
      attempts: [{ errorClass: 'TimedOut' }],
    });
  });
});

describe('judgeAttempt', () => {
  it('answers null when the judge’s lease, its ownership or its knowledge is no longer so', async () => {
    const started = await startTask(app);
    const context = attemptContext(app);
    const other = await claimTask(app);
    const judge = (workerId: string, expectedState: 'SUBMITTED' | 'RUNNING', attemptId = started.attemptId) =>
      judgeAttempt(context, { attemptId, workerId, expectedState, ending: lost });
    expect(await judge(started.workerId, 'SUBMITTED')).toBeNull();
    expect(await judge(other.workerId, 'RUNNING')).toBeNull();
    expect(await judge(started.workerId, 'RUNNING', randomUUID())).toBeNull();
    await endLease(db, started.workerId);
    expect(await judge(started.workerId, 'RUNNING')).toBeNull();
    expect(await readTask(app, started.taskId)).toMatchObject({ state: 'RUNNING', events: [] });
    expect(context.events).toEqual([]);
  });
});
