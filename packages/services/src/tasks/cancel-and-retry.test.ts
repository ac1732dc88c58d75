import { randomUUID } from 'node:crypto';
import { guardMoves, type Login, loginAs, testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptOutcome } from '../attempts/accept-outcome.ts';
import { attemptContext, claimTask, failure, readTask, report, startTask } from '../attempts/attempt.fixture.ts';
import { contextOf, insertTask, keyContext } from '../reading/fixtures.ts';
import { cancelTask } from './cancel-task.ts';
import { retryTask } from './retry-task.ts';

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

const operator = () => contextOf(app, { role: 'OPERATOR' });
const conflict = expect.objectContaining({ code: 'CONFLICT' });
const waiting = () => insertTask(db, { run_at: new Date(Date.now() + 3_600_000) });
const auditOf = (targetId: string) => db.prisma.auditLog.findMany({ where: { targetId }, orderBy: { id: 'asc' } });

/** A task that failed for good, past its expiry, with a budget used up. */
async function failed() {
  const started = await startTask(app, { maxAttempts: 1, args: '[1e22]' });
  await acceptOutcome(attemptContext(app), report(started, failure));
  return started;
}

describe('cancelTask', () => {
  it.each(['QUEUED', 'BLOCKED'])('ends a task that is %s at once', async (state) => {
    const id = await insertTask(db, { state, run_at: new Date(Date.now() + 3_600_000) });
    expect(await cancelTask(operator(), { id, reason: 'not needed' })).toEqual({ state: 'CANCELED' });
    const task = await readTask(app, id);
    expect(task).toMatchObject({ state: 'CANCELED', finishedAt: expect.any(Date), attemptCount: 0 });
    expect(task.events).toMatchObject([{ kind: 'canceled', actor: 'user:ada@example.com', reason: 'not needed' }]);
    expect(await auditOf(id)).toMatchObject([
      {
        action: 'task.cancel',
        actorRole: 'OPERATOR',
        reason: 'not needed',
        before: { state },
        after: { state: 'CANCELED' },
      },
    ]);
  });

  it('asks a running task to end and leaves it RUNNING until it has', async () => {
    const { taskId } = await claimTask(app);
    const told: string[] = [];
    const context = { ...operator(), notifier: { ...operator().notifier, cancel: (id: string) => told.push(id) } };
    expect(await cancelTask(context, { id: taskId })).toEqual({ state: 'RUNNING' });
    const task = await readTask(app, taskId);
    expect(task).toMatchObject({
      state: 'RUNNING',
      cancelRequestedAt: expect.any(Date),
      events: [{ kind: 'cancel_requested' }],
    });
    expect(told).toEqual([taskId]);
    await cancelTask(operator(), { id: taskId });
    const again = await readTask(app, taskId);
    expect(again).toMatchObject({ cancelRequestedAt: task.cancelRequestedAt, events: [{ kind: 'cancel_requested' }] });
    expect(again.events).toHaveLength(1);
  });

  it('is a CONFLICT when the task is over, and leaves no trace', async () => {
    const { taskId } = await failed();
    await expect(cancelTask(operator(), { id: taskId })).rejects.toEqual(conflict);
    expect(await auditOf(taskId)).toEqual([]);
  });

  it('leaves no trace when its audit row cannot be written', async () => {
    const id = await waiting();
    await db.pool.query('REVOKE INSERT ON raydeck.audit_log FROM raydeck_app');
    await expect(cancelTask(operator(), { id })).rejects.toThrow('permission denied');
    await db.pool.query('GRANT INSERT ON raydeck.audit_log TO raydeck_app');
    expect(await readTask(app, id)).toMatchObject({ state: 'QUEUED', cancelRequestedAt: null, events: [] });
  });
});

describe('retryTask', () => {
  it('queues a failed task again with the same arguments, due now, with a fresh budget and its attempts kept', async () => {
    const { taskId } = await failed();
    await db.pool.query(`UPDATE raydeck.task SET expires_at = clock_timestamp() - interval '1 second' WHERE id = $1`, [
      taskId,
    ]);
    expect(await retryTask(operator(), { id: taskId, reason: 'mended' })).toEqual({ state: 'QUEUED' });
    const task = await readTask(app, taskId);
    expect(task).toMatchObject({
      state: 'QUEUED',
      args: '[1e22]',
      failures: 0,
      losses: 0,
      attemptCount: 1,
      finishedAt: null,
      expiresAt: null,
    });
    expect(task.events).toMatchObject([{ kind: 'retried_by_hand', reason: 'mended' }]);
    expect(task.runAt.getTime()).toBeLessThanOrEqual(Date.now() + 1000);
    expect(await auditOf(taskId)).toMatchObject([
      { action: 'task.retry', before: { state: 'FAILED' }, after: { state: 'QUEUED' } },
    ]);
    // A later claim takes it along.
    await claimTask(app);
    expect((await readTask(app, taskId)).attempts.map(({ number }) => number)).toEqual([1, 2]);
  });

  it('forgets the wish to cancel of a task that was canceled', async () => {
    const id = await waiting();
    await cancelTask(operator(), { id });
    await retryTask(operator(), { id });
    expect(await readTask(app, id)).toMatchObject({ state: 'QUEUED', cancelRequestedAt: null, finishedAt: null });
  });

  it('keeps an expiry that is still to come', async () => {
    const expiresAt = new Date(Date.now() + 3_600_000);
    const id = await insertTask(db, { state: 'FAILED', finished_at: new Date(), expires_at: expiresAt });
    await retryTask(operator(), { id });
    expect((await readTask(app, id)).expiresAt).toEqual(expiresAt);
  });

  it('is a CONFLICT in every other state, the second time, and for all but one at once', async () => {
    const succeeded = await startTask(app);
    await acceptOutcome(attemptContext(app), report(succeeded));
    for (const id of [succeeded.taskId, (await claimTask(app)).taskId, await waiting()]) {
      await expect(retryTask(operator(), { id })).rejects.toEqual(conflict);
    }
    const { taskId } = await failed();
    const tries = await Promise.allSettled(Array.from({ length: 5 }, () => retryTask(operator(), { id: taskId })));
    expect(tries.map(({ status }) => status).toSorted((a, b) => a.localeCompare(b))).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
      'rejected',
      'rejected',
    ]);
    expect(await auditOf(taskId)).toHaveLength(1);
  });
});

describe.each([
  ['cancelTask', cancelTask],
  ['retryTask', retryTask],
])('%s', (_, verb) => {
  it('is for operators, and for keys that operate and reach the task', async () => {
    const id = await insertTask(db, { state: 'FAILED', finished_at: new Date(), queue: 'default' });
    const key = (limits: Parameters<typeof keyContext>[1]) => keyContext(app, { scopes: ['tasks:operate'], ...limits });
    for (const context of [contextOf(app, { role: 'VIEWER' }), key({ scopes: ['tasks:read', 'tasks:write'] })]) {
      await expect(verb(context, { id })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
    for (const context of [key({ queues: ['mail'] }), key({ callables: ['blog'] })]) {
      await expect(verb(context, { id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
    expect(await auditOf(id)).toEqual([]);
  });

  it('finds no task that is none', async () => {
    for (const id of [randomUUID(), 'junk', '', '\0']) {
      await expect(verb(operator(), { id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
  });
});
