import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testApi, type TestApi } from './test-api.ts';

let api: TestApi;

beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.close());
beforeEach(() => api.signIn('ADMIN'));

const password = 'correct horse battery';
const person = { email: 'ada@example.com', name: 'Ada', role: 'ADMIN', password };

describe('/keys', () => {
  it('makes a key whose text works and is shown once', async () => {
    const made = await api.send('POST', '/keys', {
      body: {
        name: 'ci',
        scopes: ['tasks:read', 'tasks:write'],
        ownTasksOnly: true,
        expiresAt: '2999-01-01T00:00:00+02:00',
      },
    });
    expect(made).toMatchObject({ status: 201, body: { name: 'ci', ownTasksOnly: true, queues: [], lastUsedAt: null } });
    expect(made.body['expiresAt']).toBe('2998-12-31T22:00:00.000Z');
    const key = String(made.body['key']);
    const { body: task } = await api.send('POST', '/tasks', { key, body: { callable: 'a.b' } });
    const { body: other } = await api.send('POST', '/tasks', { body: { callable: 'a.b' } });
    expect(await api.send('GET', `/tasks/${String(task['id'])}`, { key })).toMatchObject({ status: 200 });
    expect(await api.send('GET', `/tasks/${String(other['id'])}`, { key })).toMatchObject({ status: 404 });
    const shown = await api.send('GET', `/keys/${String(made.body['id'])}`);
    expect(shown.body['lastUsedAt']).not.toBeNull();
    for (const { text } of [shown, await api.send('GET', '/keys'), await api.send('GET', '/audit')]) {
      expect(text).toContain(key.slice(4, 14));
      expect(text).not.toContain(key.slice(15));
    }
  });

  it('ends a key at once', async () => {
    const { body } = await api.send('POST', '/keys', { body: { name: 'ci', scopes: ['tasks:read'] } });
    const path = `/keys/${String(body['id'])}`;
    expect(await api.send('DELETE', path, { body: { reason: 'it leaked' } })).toMatchObject({ status: 204, text: '' });
    expect(await api.send('GET', '/tasks', { key: String(body['key']) })).toMatchObject({ status: 401 });
    expect(await api.send('DELETE', path)).toMatchObject({ status: 409 });
    expect((await api.send('GET', path)).body['revokedAt']).not.toBeNull();
  });

  it.each([
    [{ scopes: ['tasks:read'] }, 'name'],
    [{ name: 'ci', scopes: ['root'] }, 'scopes[0]'],
    [{ name: 'ci', scopes: ['admin'], expiresAt: 'tomorrow' }, 'expiresAt'],
    [{ name: 'ci', scopes: ['admin'], expiresAt: '2000-01-01T00:00:00Z' }, 'expiresAt'],
    [{ name: 'ci', scopes: ['admin'], key: 'rdk_' }, 'key'],
  ])('refuses %j', async (body, path) => {
    expect(await api.send('POST', '/keys', { body })).toMatchObject({ status: 400, body: { errors: [{ path }] } });
  });

  it('refuses a key of a limited reach whatever concerns everybody', async () => {
    const key = await api.key(['admin'], { queues: ['default'] });
    const refused = [
      await api.send('POST', '/keys', { key, body: { name: 'ci', scopes: ['admin'] } }),
      await api.send('POST', '/users', { key, body: { ...person, email: 'x@example.com' } }),
      await api.send('PATCH', '/control', { key, body: { concurrencyLimit: 1 } }),
      await api.send('GET', '/audit', { key }),
    ];
    for (const answer of refused) expect(answer).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
  });
});

describe('/users', () => {
  it('lets people in, changes them, and keeps one administrator', async () => {
    const made = await api.send('POST', '/users', { body: person });
    expect(made).toMatchObject({ status: 201, body: { email: 'ada@example.com', canViewPayload: false } });
    expect(made.text).not.toMatch(/argon2|horse/);
    expect(await api.send('POST', '/users', { body: person })).toMatchObject({
      status: 409,
      body: { errors: [{ path: 'email' }] },
    });
    const path = `/users/${String(made.body['id'])}`;
    for (const body of [{ isDisabled: true }, { role: 'VIEWER' }]) {
      expect(await api.send('PATCH', path, { body })).toMatchObject({ status: 409, body: { code: 'PRECONDITION' } });
    }
    const second = await api.send('POST', '/users', { body: { ...person, email: 'bob@example.com' } });
    const disabled = await api.send('PATCH', path, { body: { isDisabled: true, reason: 'left' } });
    expect(disabled.body['disabledAt']).not.toBeNull();
    const reset = await api.send('POST', `/users/${String(second.body['id'])}/reset-password`, { body: { password } });
    expect(reset).toMatchObject({ status: 204, text: '' });
    expect((await api.send('GET', '/users')).body['items']).toHaveLength(2);
  });

  it.each([
    [{ ...person, email: 'nobody' }, 'email'],
    [{ ...person, password: 'short' }, 'password'],
    [{ ...person, role: 'ROOT' }, 'role'],
    [{ ...person, isAdmin: true }, 'isAdmin'],
  ])('refuses %j', async (body, path) => {
    expect(await api.send('POST', '/users', { body })).toMatchObject({ status: 400, body: { errors: [{ path }] } });
  });
});

describe('GET /audit', () => {
  it('pages through all rows of a filter, and refuses its cursor to another one', async () => {
    await api.db.pool.query('TRUNCATE raydeck.audit_log');
    for (const name of ['a', 'b', 'c']) await api.send('PUT', `/queues/${name}`, { body: { reason: name } });
    const filter = 'action=queue.create&actor=user%3Aadmin%40example.com';
    const first = await api.send('GET', `/audit?limit=2&${filter}`);
    expect(first.body).toMatchObject({ items: [{ targetId: 'c', reason: 'c' }, { targetId: 'b' }], isPartial: false });
    const cursor = String(first.body['nextCursor']);
    const second = await api.send('GET', `/audit?limit=2&${filter}&cursor=${cursor}`);
    expect(second.body).toMatchObject({ items: [{ targetId: 'a', after: { keyLimit: null } }], nextCursor: null });
    expect(await api.send('GET', `/audit?cursor=${cursor}`)).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'cursor' }] },
    });
  });

  it('never answers 500, whatever the query', async () => {
    const name = fc.constantFrom('actor', 'action', 'targetType', 'targetId', 'after', 'before', 'limit', 'cursor');
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        'queue',
        'queue.create',
        '9999-12-31T23:59:59Z',
        '1970-01-01T00:00:00Z',
        '0000-01-01T00:00:00Z',
        '1',
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.dictionary(name, value, { maxKeys: 4 }), async (query) => {
        const { status } = await api.send('GET', `/audit?${new URLSearchParams(query).toString()}`);
        expect([200, 400]).toContain(status);
      }),
      { numRuns: 300 },
    );
    expect(api.logged).toEqual([]);
  });
});
