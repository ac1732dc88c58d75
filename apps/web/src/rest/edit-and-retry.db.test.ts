import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testApi, type TestApi } from './test-api.ts';

let api: TestApi;

beforeAll(async () => {
  api = await testApi();
  await api.db.pool.query(
    `INSERT INTO raydeck.queue (name, allowed_callables) VALUES ('mail', '{}'), ('narrow', '{mail}')`,
  );
});
afterAll(() => api.close());
beforeEach(() => api.signIn('OPERATOR'));

async function enqueue(body: object = {}): Promise<string> {
  const answer = await api.send('POST', '/tasks', { body: { callable: 'shop.tasks.charge', ...body } });
  return String(answer.body['id']);
}

async function canceled(body: object = {}): Promise<string> {
  const id = await enqueue(body);
  await api.send('POST', `/tasks/${id}/cancel`);
  return id;
}

describe('PATCH /tasks/{id}', () => {
  it('changes what it names', async () => {
    const id = await enqueue({ concurrencyKey: 'customer-1', expiresAt: '2090-01-01T00:00:00Z' });
    const runAt = '2090-01-01T02:00:00+02:00';
    const body = { priority: 7, runAt, expiresAt: null, queue: 'mail', reason: 'later' };
    expect((await api.send('PATCH', `/tasks/${id}`, { body })).body).toEqual({ id, state: 'QUEUED' });
    expect((await api.send('GET', `/tasks/${id}`)).body).toMatchObject({
      priority: 7,
      runAt: '2090-01-01T00:00:00.000Z',
      expiresAt: null,
      queue: 'mail',
      concurrencyKey: 'customer-1',
      parked: false,
      events: [{ kind: 'edited', reason: 'later' }],
    });
  });

  it.each([
    ['', {}],
    ['', { reason: 'nothing' }],
    ['priority', { priority: 101 }],
    ['priority', { priority: null }],
    ['runAt', { runAt: null }],
    ['runAt', { runAt: '9999-12-31T23:59:59-12:00' }],
    ['runAt', { runAt: '1969-12-31T23:59:59Z' }],
    ['expiresAt', { expiresAt: '2090-01-01' }],
    ['queue', { queue: '' }],
    ['callable', { callable: 'os.system' }],
    ['args', { args: [] }],
    ['state', { state: 'SUCCEEDED' }],
  ])('refuses a bad %s: %j', async (path, body) => {
    const id = await enqueue();
    const answer = await api.send('PATCH', `/tasks/${id}`, { body });
    expect(answer.body).toMatchObject({ status: 400, errors: [{ path }] });
  });

  it('answers 404, 403 and 409 as the queue and the state have it', async () => {
    const id = await enqueue();
    const patch = (body: object) => api.send('PATCH', `/tasks/${id}`, { body });
    expect((await patch({ queue: 'nowhere' })).body).toMatchObject({ status: 404, errors: [{ path: 'queue' }] });
    expect((await patch({ queue: 'narrow' })).body).toMatchObject({ status: 403, errors: [{ path: 'queue' }] });
    await api.send('POST', `/tasks/${id}/cancel`);
    expect((await patch({ priority: 1 })).body).toMatchObject({ status: 409, code: 'CONFLICT' });
  });

  it('moves for no key that may not enqueue there', async () => {
    const id = await enqueue();
    const patch = async (...key: Parameters<TestApi['key']>) =>
      (await api.send('PATCH', `/tasks/${id}`, { key: await api.key(...key), body: { queue: 'mail' } })).status;
    expect(await patch(['tasks:operate'])).toBe(403);
    expect(await patch(['tasks:operate', 'tasks:write'], { queues: ['default'] })).toBe(403);
    expect(await patch(['tasks:operate', 'tasks:write'], { queues: ['mail'] })).toBe(404);
    expect(await patch(['tasks:operate', 'tasks:write'], { ownTasksOnly: true })).toBe(404);
    expect(await patch(['tasks:operate', 'tasks:write'], { queues: ['default', 'mail'] })).toBe(200);
  });
});

describe('POST /tasks/{id}/retry with changes', () => {
  const retry = (id: string, body: unknown) => api.send('POST', `/tasks/${id}/retry`, { body });

  it('makes a new task, payload to the character', async () => {
    const id = await canceled({ kwargs: { a: 1 }, tags: ['vip'] });
    const { status, headers, body } = await retry(
      id,
      '{"reason": "x", "changes": {"args": [1e22, -0.0], "priority": 3}}',
    );
    expect(status).toBe(201);
    expect(body).toEqual({ id: expect.any(String), state: 'QUEUED', retriedFrom: id });
    expect(headers.get('location')).toBe(`/api/v1/tasks/${String(body['id'])}`);
    const { text } = await api.send('GET', `/tasks/${String(body['id'])}`);
    expect(text).toContain('"args":[1e22, -0.0],"kwargs":{"a":1}');
    expect((await api.send('GET', `/tasks/${id}`)).body).toMatchObject({ state: 'CANCELED', retriedBy: [body['id']] });
  });

  it.each([
    ['changes', { changes: {} }, 400],
    ['changes.callable', { changes: { callable: 'os.system' } }, 400],
    ['changes.idempotencyKey', { changes: { idempotencyKey: 'a' } }, 400],
    ['changes.args', '{"changes": {"args": [1], "args": [2]}}', 400],
    ['changes.priority', { changes: { priority: 101 } }, 400],
    ['changes.queue', { changes: { queue: 'nowhere' } }, 404],
    ['changes.profile', { changes: { profile: 'none' } }, 404],
    ['changes.callable', { changes: { queue: 'narrow' } }, 403],
  ])('refuses a bad %s and makes nothing', async (path, body, status) => {
    const id = await canceled();
    const before = await api.db.prisma.task.count();
    const answer = await retry(id, body);
    expect(answer.body).toMatchObject({ status, errors: [{ path }] });
    expect(answer.text).not.toContain('tasks[');
    expect(await api.db.prisma.task.count()).toBe(before);
  });

  it('answers 409 for a task that is not over', async () => {
    expect((await retry(await enqueue(), { changes: { priority: 1 } })).body).toMatchObject({ status: 409 });
  });
});
