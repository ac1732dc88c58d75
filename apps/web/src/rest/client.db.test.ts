import { ApiError, type Client, createClient, rawJson, type ServerEvent } from '@raydeck/client';
import { until } from '@raydeck/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testApi, type TestApi } from './test-api.ts';
import { type TestServer, testServer } from './test-server.ts';

let api: TestApi;
let server: TestServer;
let client: Client;

const task = { callable: 'shop.tasks.charge' };

beforeAll(async () => {
  api = await testApi();
  server = await testServer(api);
  client = await clientWith('admin');
});
afterAll(async () => {
  await server.close();
  await api.close();
});

async function clientWith(...scopes: Parameters<TestApi['key']>[0]): Promise<Client> {
  const apiKey = await api.key(scopes, { canViewPayload: true });
  return createClient({ url: server.url, apiKey, bigints: true, timeoutMs: 10_000 });
}

/** What a worker would do. */
async function succeed(id: string, result: string): Promise<void> {
  await api.db.pool.query(
    `UPDATE raydeck.task SET state = 'SUCCEEDED', attempt_count = 1, started_at = now(), finished_at = now(),
      result = $2 WHERE id = $1`,
    [id, result],
  );
}

describe('tasks', () => {
  it('are enqueued with all that a task can say', async () => {
    const { id, replayed } = await client.enqueue({
      ...task,
      args: [12345678901234567890n, rawJson('1.10')],
      kwargs: { at: new Date(0), nested: { list: [null, true] } },
      queue: 'default',
      priority: 5,
      runAt: new Date(Date.now() + 3_600_000),
      expiresAt: '2999-01-01T00:00:00+01:00',
      runner: 'local',
      maxAttempts: 4,
      timeoutSeconds: 60,
      retry: { backoff: 'fixed', delaySeconds: 1, jitter: 'none' },
      resources: { numCpus: 0.5, custom: { tpu: 1 } },
      tags: ['a', 'b'],
    });
    expect(replayed).toBe(false);
    expect(await client.get(id)).toMatchObject({
      id,
      state: 'QUEUED',
      args: [12345678901234567890n, 1.1],
      kwargs: { at: '1970-01-01T00:00:00.000Z', nested: { list: [null, true] } },
      expiresAt: '2998-12-31T23:00:00.000Z',
      effective: { runner: { value: 'local', origin: 'task' }, maxAttempts: { value: 4, origin: 'task' } },
      tags: ['a', 'b'],
    });
  });

  it('are one task under one idempotency key', async () => {
    const first = await client.enqueue({ ...task, idempotencyKey: 'order-1' });
    const again = await client.enqueue({ ...task, idempotencyKey: 'order-1' });
    expect(again).toEqual({ id: first.id, replayed: true });
    const other = client.enqueue({ ...task, args: [1], idempotencyKey: 'order-1' });
    await expect(other).rejects.toMatchObject({ code: 'CONFLICT', errors: [{ path: 'idempotencyKey' }] });
  });

  it('are refused with the paths of what is wrong', async () => {
    const error: unknown = await client
      .enqueue({ callable: 'print', priority: 101 })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ code: 'INVALID', status: 400, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect((error as ApiError).errors.map(({ path }) => path)).toEqual(['callable', 'priority']);
  });

  it('are enqueued all or none of many, in their order', async () => {
    const many = Array.from({ length: 3 }, (_, at) => ({ ...task, args: [BigInt(at) + 2n ** 60n], tags: ['many'] }));
    const made = await client.enqueueMany(many);
    expect(made.map(({ replayed }) => replayed)).toEqual([false, false, false]);
    expect((await client.get(made[2]?.id ?? '')).args).toEqual([2n ** 60n + 2n]);

    const refused = client.enqueueMany([{ ...task, tags: ['none'] }, { callable: 'print' }]);
    await expect(refused).rejects.toMatchObject({ code: 'INVALID', errors: [{ path: 'tasks[1].callable' }] });
    expect((await client.page({ tag: 'none' })).items).toEqual([]);
  });

  it('are waited for', async () => {
    const { id } = await client.enqueue(task);
    const waiting = client.wait(id);
    await succeed(id, '{"sum": 9007199254740993}');
    expect(await waiting).toMatchObject({ id, state: 'SUCCEEDED', result: { sum: 9007199254740993n } });
    expect(await client.result(id)).toEqual({ sum: 9007199254740993n });
    expect(await client.resultText(id)).toBe('{"sum": 9007199254740993}');
    const { id: other } = await client.enqueue(task);
    await expect(client.wait(other, { withinMs: 100 })).rejects.toMatchObject({ task: { id: other, state: 'QUEUED' } });
  });

  it('are canceled and retried', async () => {
    const { id } = await client.enqueue(task);
    expect(await client.cancel(id, { reason: 'a test' })).toEqual({ id, state: 'CANCELED' });
    await expect(client.result(id)).rejects.toMatchObject({ code: 'TASK_CANCELED', task: { id, state: 'CANCELED' } });
    await expect(client.cancel(id)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await client.retry(id)).toEqual({ id, state: 'QUEUED' });
    await expect(client.retry(id)).rejects.toMatchObject({ code: 'CONFLICT' });
    const events = (await client.get(id)).events.map(({ kind, reason }) => ({ kind, reason }));
    expect(events).toContainEqual({ kind: 'canceled', reason: 'a test' });
  });

  it('are edited while they wait, and retried with changes as new ones', async () => {
    const { id } = await client.enqueue({ ...task, args: [1], tags: ['edited'] });
    const edit = { priority: 7, expiresAt: null, runAt: new Date('2999-01-01T00:00:00Z') };
    expect(await client.edit(id, edit, { reason: 'later' })).toEqual({ id, state: 'QUEUED' });
    expect((await client.explain(id)).reasons).toMatchObject([{ code: 'not_due' }, { code: 'no_worker' }]);
    expect(await client.get(id)).toMatchObject({ priority: 7, runAt: '2999-01-01T00:00:00.000Z' });

    await client.cancel(id);
    await expect(client.edit(id, { priority: 1 })).rejects.toMatchObject({ status: 409 });
    const retried = await client.retry(id, { changes: { args: [2n ** 60n], priority: -7 }, reason: 'wrong order' });
    expect(retried).toMatchObject({ state: 'QUEUED', retriedFrom: id });
    expect(await client.get(retried.id)).toMatchObject({ args: [2n ** 60n], priority: -7, tags: ['edited'] });
    expect((await client.get(id)).retriedBy).toEqual([retried.id]);
  });

  it('are listed page by page, by every filter', async () => {
    const tag = 'listed';
    for (let count = 0; count < 5; count += 1) await client.enqueue({ ...task, tags: [tag] });
    const first = await client.page({ tag, limit: 2 });
    expect(first.items).toHaveLength(2);
    const walked: string[] = [];
    for await (const { id } of client.list({ tag, limit: 2, createdAfter: new Date(0) })) walked.push(id);
    expect(walked).toHaveLength(5);
    expect(walked.slice(0, 2)).toEqual(first.items.map(({ id }) => id));
    expect(await client.page({ state: 'FAILED', queue: 'default', callable: 'shop.' })).toMatchObject({ items: [] });
    await expect(client.page({ cursor: 'junk' })).rejects.toMatchObject({ code: 'INVALID' });
  });

  it('that are not there are NOT_FOUND, whatever the id', async () => {
    for (const id of ['00000000-0000-7000-8000-0000000000ff', 'a/b?c', '%']) {
      await expect(client.get(id)).rejects.toMatchObject({ code: 'NOT_FOUND', status: 404 });
    }
  });
});

describe('keys', () => {
  it('that are none are UNAUTHENTICATED, and those that may not are FORBIDDEN', async () => {
    const unknown = createClient({ url: server.url, apiKey: `rdk_aaaaaaaaaa_${'a'.repeat(43)}` });
    await expect(unknown.page()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await expect((await clientWith('tasks:read')).enqueue(task)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('logs', () => {
  it('are read and followed to their end', async () => {
    const { id } = await client.enqueue(task);
    expect(await client.logs.tail(id)).toBeNull();
    const { rows } = await api.db.pool.query<{ id: string }>(
      `INSERT INTO raydeck.attempt (task_id, number, runner, worker_id, log_tail, log_bytes)
      VALUES ($1, 1, 'local', $1, 'héllo', 6) RETURNING id`,
      [id],
    );
    const attemptId = rows[0]?.id ?? '';
    const log = { text: 'héllo', sizeBytes: 6, truncated: false, stored: false, final: false };
    expect(await client.logs.attempt(attemptId)).toEqual(log);
    expect(await client.logs.tail(id)).toEqual(log);

    const texts: string[] = [];
    for await (const { text, attemptNumber } of client.logs.follow(id)) {
      expect(attemptNumber).toBe(1);
      texts.push(text);
      await api.db.pool.query(
        `UPDATE raydeck.attempt SET log_tail = 'héllo wörld', log_bytes = 13, state = 'CANCELED', finished_at = now()
        WHERE id = $1`,
        [attemptId],
      );
      await client.cancel(id).catch(() => undefined);
    }
    expect(texts).toEqual(['héllo', ' wörld']);
  });
});

describe('events', () => {
  it('tell when they listen, and which tasks change', async () => {
    const heard: ServerEvent[] = [];
    const controller = new AbortController();
    const listening = (async () => {
      for await (const event of client.events({ signal: controller.signal })) heard.push(event);
    })();
    await until('the stream listens', () => heard.some(({ kind }) => kind === 'ready'));
    const { id } = await client.enqueue(task);
    await client.cancel(id);
    await until('the change is told', () =>
      heard.some((event) => event.kind === 'changed' && event.taskIds.includes(id)),
    );
    controller.abort();
    await listening;
  });
});

describe('request', () => {
  it('reaches what has no method of its own', async () => {
    const made = await client.request<{ id: string; key: string }>({
      method: 'POST',
      path: '/keys',
      body: JSON.stringify({ name: 'reader', scopes: ['tasks:read'] }),
    });
    const reader = createClient({ url: server.url, apiKey: made.key });
    await expect(reader.enqueue(task)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await reader.requestText({ method: 'GET', path: '/tasks', query: { limit: 1 } })).toMatch(/^{"items":/);
  });
});
