import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testApi, type TestApi } from './test-api.ts';

let api: TestApi;
const valid = { callable: 'shop.tasks.charge' };

beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.close());
beforeEach(() => api.signIn('OPERATOR'));

function post(body: unknown, headers?: Record<string, string>) {
  return api.send('POST', '/tasks', { body, ...(headers && { headers }) });
}

async function countTasks(): Promise<number> {
  return api.db.prisma.task.count();
}

describe('POST /tasks', () => {
  it('answers 201 with the place of the task', async () => {
    const { status, headers, body } = await post({ ...valid, priority: 5, tags: ['vip'], timeoutSeconds: 60 });
    expect(status).toBe(201);
    expect(body).toMatchObject({ replayed: false });
    expect(headers.get('location')).toBe(`/api/v1/tasks/${String(body['id'])}`);
    const task = await api.db.prisma.task.findUniqueOrThrow({ where: { id: String(body['id']) } });
    expect(task).toMatchObject({
      priority: 5,
      tags: ['vip'],
      timeoutSeconds: 60,
      createdBy: 'user:operator@example.com',
    });
  });

  it('keeps args and kwargs to the character, there and back', async () => {
    const args = '[12345678901234567890, 1e22, -0.0, 1E+2, {"10": 1, "2": 2}]';
    const kwargs = '{"b": 0.10, "a": 9007199254740993, "nested": {"9": [], "1": {}}}';
    const { body } = await post(`{"args": ${args}, "callable": "a.b", "kwargs": ${kwargs}}`);
    const task = await api.send('GET', `/tasks/${String(body['id'])}`);
    expect(task.text).toContain(`"args":${args},"kwargs":${kwargs},`);
  });

  it('replays a key with the same request, and refuses it with another', async () => {
    const key = { 'idempotency-key': 'order-1' };
    const first = await post(valid, key);
    const again = await post({ ...valid, idempotencyKey: 'order-1' });
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body).toEqual({ id: first.body['id'], replayed: true });
    const other = await post({ ...valid, args: [1] }, key);
    expect(other.body).toMatchObject({ status: 409, code: 'CONFLICT', errors: [{ path: 'idempotencyKey' }] });
  });

  it('keeps keys of different callers apart', async () => {
    const first = await post(valid, { 'idempotency-key': 'shared' });
    const key = await api.key(['tasks:write']);
    const second = await api.send('POST', '/tasks', { key, body: valid, headers: { 'idempotency-key': 'shared' } });
    expect(second.status).toBe(201);
    expect(second.body['id']).not.toBe(first.body['id']);
  });

  it('refuses a field and a header that name different keys', async () => {
    const answer = await post({ ...valid, idempotencyKey: 'a' }, { 'idempotency-key': 'b' });
    expect(answer.body).toMatchObject({ status: 400, errors: [{ path: 'idempotencyKey' }] });
  });

  it.each([
    ['callable', { ...valid, callable: 'print' }],
    ['callable', { ...valid, callable: '__main__.run' }],
    ['callable', { ...valid, callable: 'a.<locals>.b' }],
    ['callable', { ...valid, callable: 'a.b; rm -rf /' }],
    ['callable', { ...valid, callable: `a.${'b'.repeat(254)}` }],
    ['callable', {}],
    ['args', { ...valid, args: {} }],
    ['args', { ...valid, args: '[1]' }],
    ['kwargs', { ...valid, kwargs: [] }],
    ['priority', { ...valid, priority: 101 }],
    ['priority', { ...valid, priority: 1.5 }],
    ['priority', { ...valid, priority: '1' }],
    ['runAt', { ...valid, runAt: 'tomorrow' }],
    ['runAt', { ...valid, runAt: '2026-13-01T00:00:00Z' }],
    ['runAt', { ...valid, runAt: '+010000-01-01T00:00:00Z' }],
    ['runAt', { ...valid, runAt: '2026-01-01T00:00:00' }],
    ['runAt', { ...valid, runAt: '9999-12-31T23:59:59-01:00' }],
    ['expiresAt', { ...valid, expiresAt: '1969-12-31T23:59:59Z' }],
    ['concurrencyKey', { ...valid, concurrencyKey: '' }],
    ['concurrencyKey', { ...valid, concurrencyKey: 'k'.repeat(201) }],
    ['runner', { ...valid, runner: 'shell' }],
    ['maxAttempts', { ...valid, maxAttempts: 0 }],
    ['timeoutSeconds', { ...valid, timeoutSeconds: 0 }],
    ['retry.backoff', { ...valid, retry: { backoff: 'never' } }],
    ['retry.extra', { ...valid, retry: { backoff: 'fixed', extra: 1 } }],
    ['resources.numCpus', { ...valid, resources: { numCpus: -1 } }],
    ['resources.runtimeEnv', { ...valid, resources: { runtimeEnv: {} } }],
    ['tags[1]', { ...valid, tags: ['a', 'b'.repeat(101)] }],
    ['tags', { ...valid, tags: Array.from({ length: 51 }, String) }],
    ['extra', { ...valid, extra: 1 }],
    ['kwargs.__proto__', `{"callable":"a.b","kwargs":{"__proto__":1}}`],
    ['kwargs.a', `{"callable":"a.b","kwargs":{"a":NaN}}`],
    ['args[0]', String.raw`{"callable":"a.b","args":["\u0000"]}`],
    ['args[0]', String.raw`{"callable":"a.b","args":["\ud800"]}`],
    ['callable', `{"callable":"a.b","callable":"c.d"}`],
    ['', 'null'],
    ['', '[]'],
    ['', '"a.b"'],
  ])('refuses a bad %s with its path and writes nothing', async (path, body) => {
    const before = await countTasks();
    const answer = await post(body);
    expect(answer.body).toMatchObject({ status: 400, code: 'INVALID', errors: [{ path }] });
    expect(await countTasks()).toBe(before);
  });

  it('names the path of what only the database knows', async () => {
    expect((await post({ ...valid, queue: 'nowhere' })).body).toMatchObject({
      status: 404,
      errors: [{ path: 'queue' }],
    });
    expect((await post({ ...valid, profile: 'none' })).body).toMatchObject({
      status: 404,
      errors: [{ path: 'profile' }],
    });
    await api.db.pool.query(`INSERT INTO raydeck.queue (name, allowed_callables) VALUES ('narrow', '{mail}')`);
    const refused = await post({ ...valid, queue: 'narrow' });
    expect(refused.body).toMatchObject({ status: 403, errors: [{ path: 'callable' }] });
    expect(refused.text).not.toContain('tasks[');
  });

  it('refuses a key that does not reach the queue or the callable', async () => {
    const key = await api.key(['tasks:write'], { queues: ['default'], callables: ['mail'] });
    for (const body of [valid, { callable: 'mail.send', queue: 'narrow' }, { callable: 'mailer.send' }]) {
      expect((await api.send('POST', '/tasks', { key, body })).status).toBe(403);
    }
    expect((await api.send('POST', '/tasks', { key, body: { callable: 'mail.send' } })).status).toBe(201);
  });

  it('refuses a body over 10 MiB and other media types', async () => {
    const large = JSON.stringify({ ...valid, args: ['x'.repeat(10 * 1024 * 1024)] });
    expect((await post(large)).body).toMatchObject({ status: 413, code: 'TOO_LARGE' });
    const typed = await post('callable=a.b', { 'content-type': 'application/x-www-form-urlencoded' });
    expect(typed.body).toMatchObject({ status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' });
  });

  it('never answers 500, whatever the body', async () => {
    const field = fc.constantFrom(
      'callable',
      'args',
      'kwargs',
      'queue',
      'priority',
      'runAt',
      'retry',
      'resources',
      'tags',
      'profile',
    );
    const record = fc.dictionary(
      field,
      fc.oneof(fc.jsonValue(), fc.constantFrom('a.b', 'default', '2026-01-01T00:00:00Z')),
    );
    const body = fc.oneof(
      record.map((value) => JSON.stringify({ ...valid, ...value })),
      fc.jsonValue().map((value) => JSON.stringify(value)),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(body, async (text) => {
        expect((await post(text)).status).toBeLessThan(500);
      }),
      { numRuns: 300 },
    );
    expect(api.logged).toEqual([]);
  });
});
