import { RaydeckError } from '@raydeck/core';
import { type Login, loginAs, testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contextOf, insertFinished, insertTask, keyContext } from '../reading/fixtures.ts';
import { getTask } from './get-task.ts';
import { retryTask } from './retry-task.ts';
import { retryWithChanges } from './retry-with-changes.ts';

let db: TestDatabase;
let app: Login;

beforeAll(async () => {
  db = await testDatabase();
  app = await loginAs(db, 'raydeck_app');
  await db.pool.query(
    `INSERT INTO raydeck.queue (name, allowed_callables) VALUES ('mail', '{}'), ('narrow', '{blog}')`,
  );
});
afterAll(async () => {
  await app.close();
  await db.close();
});

const operator = () => contextOf(app, { role: 'OPERATOR' });
const soon = () => new Date(Date.now() + 3_600_000);
const failed = async (columns: Record<string, unknown> = {}) => (await insertFinished(db, 'FAILED', columns)).taskId;
const read = (id: string) => db.prisma.task.findUniqueOrThrow({ where: { id } });

describe('retryWithChanges', () => {
  it('makes a new task with the changes, all else as it was, and leaves the old one as it is', async () => {
    const expiresAt = soon();
    const own = {
      args: '[1e22, -0.0]',
      kwargs: '{"b": 1, "a": 9007199254740993}',
      priority: 5,
      runner: 'local',
      max_attempts: 7,
      timeout_seconds: 60,
      retry_policy: { backoff: 'listed', delaysSeconds: [1, 60], retryOn: ['shop.Busy'], giveUpOn: ['shop.Refused'] },
      resources: { numCpus: 2 },
      concurrency_key: 'customer-1',
      tags: ['vip'],
      expires_at: expiresAt,
    };
    const id = await failed(own);
    const old = await read(id);
    const made = await retryWithChanges(operator(), { id, reason: 'mended', changes: { args: '[2]', priority: -5 } });
    expect(made).toEqual({ id: expect.any(String), state: 'QUEUED', retriedFrom: id });
    expect(await read(made.id)).toMatchObject({
      callable: old.callable,
      args: '[2]',
      kwargs: own.kwargs,
      priority: -5,
      runner: 'local',
      maxAttempts: 7,
      timeoutSeconds: 60,
      retryPolicy: own.retry_policy,
      resources: own.resources,
      concurrencyKey: 'customer-1',
      tags: ['vip'],
      expiresAt,
      retriedFrom: id,
      state: 'QUEUED',
      createdBy: 'user:ada@example.com',
    });
    expect(await read(id)).toEqual(old);
    expect(await getTask(operator(), id)).toMatchObject({
      retriedBy: [made.id],
      events: [{ kind: 'retried_with_changes', reason: 'mended', data: { retriedAs: made.id } }],
    });
    const [audited] = await db.prisma.auditLog.findMany({ where: { targetId: id } });
    expect(audited).toMatchObject({
      action: 'task.retry',
      after: { retriedAs: made.id, changed: ['args', 'priority'] },
    });
  });

  it('drops an expiry that has passed', async () => {
    const id = await failed({ expires_at: new Date(Date.now() - 1000) });
    const made = await retryWithChanges(operator(), { id, changes: { tags: [] } });
    expect(await read(made.id)).toMatchObject({ expiresAt: null });
  });

  it('passes the authorisation of an enqueue besides that of a retry', async () => {
    const id = await failed();
    const key = (limits: Parameters<typeof keyContext>[1]) =>
      keyContext(app, { scopes: ['tasks:operate', 'tasks:write'], ...limits });
    const codeOf = async (context: ReturnType<typeof operator>, changes = {}) => {
      try {
        await retryWithChanges(context, { id, changes });
        return 'made';
      } catch (error) {
        if (!(error instanceof RaydeckError)) throw error;
        return error.code;
      }
    };
    const before = await db.prisma.task.count();
    for (const context of [
      contextOf(app, { role: 'VIEWER' }),
      key({ scopes: ['tasks:operate'] }),
      key({ scopes: ['tasks:write'] }),
    ]) {
      expect(await codeOf(context)).toBe('FORBIDDEN');
    }
    expect(await codeOf(key({ queues: ['default'] }), { queue: 'mail' })).toBe('FORBIDDEN');
    expect(await codeOf(key({ queues: ['mail'] }), { queue: 'mail' })).toBe('NOT_FOUND');
    expect(await codeOf(key({ ownTasksOnly: true }))).toBe('NOT_FOUND');
    expect(await codeOf(operator(), { queue: 'narrow' })).toBe('FORBIDDEN');
    expect(await codeOf(operator(), { queue: 'absent' })).toBe('NOT_FOUND');
    expect(await codeOf(operator(), { profile: 'absent' })).toBe('NOT_FOUND');
    expect(await codeOf(operator(), { priority: 101 })).toBe('INVALID');
    expect(await db.prisma.task.count()).toBe(before);
    expect(await db.prisma.auditLog.count({ where: { targetId: id } })).toBe(0);
    expect(await codeOf(key({ queues: ['default', 'mail'] }), { queue: 'mail' })).toBe('made');
  });

  it('is a CONFLICT unless the task is FAILED or CANCELED', async () => {
    const { taskId } = await insertFinished(db, 'SUCCEEDED');
    for (const id of [taskId, await insertTask(db)]) {
      await expect(retryWithChanges(operator(), { id, changes: {} })).rejects.toMatchObject({ code: 'CONFLICT' });
    }
  });
});

it('a retry by hand asks for a place anew', async () => {
  const id = await failed({ parked: true, concurrency_key: 'k' });
  await retryTask(operator(), { id });
  expect(await read(id)).toMatchObject({ state: 'QUEUED', parked: false });
});
