import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testApi, type TestApi } from './test-api.ts';

let api: TestApi;

beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.db.pool.query(`TRUNCATE raydeck.task CASCADE; DELETE FROM raydeck.queue;
    INSERT INTO raydeck.queue (name) VALUES ('default')`);
  api.signIn('ADMIN');
});

const settings = {
  concurrencyLimit: 4,
  keyLimit: 1,
  rate: { tasks: 100, seconds: 60 },
  runner: 'local',
  allowedRunners: ['local'],
};
const put = (body: object, headers: Record<string, string> = {}) => api.send('PUT', '/queues/mail', { body, headers });
const patch = (body: object, headers: Record<string, string> = {}) =>
  api.send('PATCH', '/queues/mail', { body, headers });

describe('PUT, PATCH and GET /queues/{name}', () => {
  it('create, replace, change and show a queue', async () => {
    const made = await put({ ...settings, reason: 'the shop opens' });
    expect(made).toMatchObject({ status: 201, body: { name: 'mail', ...settings, maxPending: null, live: 0 } });
    expect(await put({ maxAttempts: 2 })).toMatchObject({
      status: 200,
      body: { maxAttempts: 2, rate: null, allowedRunners: [], live: null },
    });
    expect(await patch({ keyLimit: 3, reason: 'more' })).toMatchObject({
      status: 200,
      body: { maxAttempts: 2, keyLimit: 3, live: 0 },
    });
    const shown = await api.send('GET', '/queues/mail');
    expect(shown).toMatchObject({ status: 200, body: { keyLimit: 3, parked: { count: 0, isCapped: false } } });
    const { body } = await api.send('GET', '/queues');
    expect(body['items']).toMatchObject([{ name: 'default' }, { name: 'mail', keyLimit: 3 }]);
  });

  it('refuse a change of a state that is no longer so', async () => {
    const { headers } = await put({});
    const read = { 'if-match': headers.get('etag') ?? '' };
    expect(await patch({ keyLimit: 1 }, read)).toMatchObject({ status: 200 });
    expect(await patch({ keyLimit: 2 }, read)).toMatchObject({ status: 409, body: { code: 'CONFLICT' } });
    expect(await put({ keyLimit: 2 }, read)).toMatchObject({ status: 409 });
    const { headers: fresh } = await api.send('GET', '/queues/mail');
    expect(await put({ keyLimit: 2 }, { 'if-match': fresh.get('etag') ?? '' })).toMatchObject({ status: 200 });
  });

  it('create only, or change only, when told so', async () => {
    expect(await put({}, { 'if-match': '*' })).toMatchObject({ status: 404 });
    expect(await put({}, { 'if-none-match': '*' })).toMatchObject({ status: 201 });
    expect(await put({}, { 'if-none-match': '*' })).toMatchObject({
      status: 409,
      body: { errors: [{ path: 'name' }] },
    });
    for (const headers of [{ 'if-match': 'x' }, { 'if-none-match': '"x"' }]) {
      expect(await put({}, headers)).toMatchObject({ status: 400, body: { code: 'INVALID' } });
    }
  });

  it.each<[object, string]>([
    [{ concurrencyLimit: 0 }, 'concurrencyLimit'],
    [{ rate: { tasks: 5 } }, 'rate.seconds'],
    [{ rate: { tasks: 5, seconds: 0 } }, 'rate.seconds'],
    [{ allowedRunners: ['local'] }, 'runner'],
    [{ retryPolicy: { backoff: 'never' } }, 'retryPolicy.backoff'],
    [{ retryPolicy: { backoff: 'fixed', jiter: 'none' } }, 'retryPolicy.jiter'],
    [{ retryPolicy: { backoff: 'listed' } }, 'retryPolicy.delaysSeconds'],
    [{ retryPolicy: { backoff: 'listed', delaysSeconds: [1], delaySeconds: 1 } }, 'retryPolicy.delaySeconds'],
    [{ retryPolicy: { backoff: 'fixed', giveUpOn: ['no class'] } }, 'retryPolicy.giveUpOn[0]'],
    [{ allowedCallables: ['ok', '1'] }, 'allowedCallables[1]'],
    [{ paused: true }, 'paused'],
    [{ concurencyLimit: 4 }, 'concurencyLimit'],
    [{ reason: 'x'.repeat(501) }, 'reason'],
  ])('refuse %j and name %s', async (body, path) => {
    for (const send of [put, patch]) {
      await api.send('PUT', '/queues/mail', { body: {} });
      expect(await send(body)).toMatchObject({ status: 400, body: { code: 'INVALID', errors: [{ path }] } });
    }
  });

  it('refuse a profile that is not there, and a name that is none', async () => {
    expect(await put({ profile: 'gone' })).toMatchObject({ status: 404, body: { errors: [{ path: 'profile' }] } });
    const named = await api.send('PUT', '/queues/a%20b', { body: {} });
    expect(named).toMatchObject({ status: 400, body: { errors: [{ path: 'name' }] } });
    for (const name of ['gone', 'a%20b', '%00', '%F0%9F%98%80']) {
      expect(await api.send('GET', `/queues/${name}`)).toMatchObject({ status: 404 });
      expect(await api.send('PATCH', `/queues/${name}`, { body: {} })).toMatchObject({ status: 404 });
      expect(await api.send('DELETE', `/queues/${name}`)).toMatchObject({ status: 404 });
    }
    expect(api.logged).toEqual([]);
  });

  it('hide the queues that a key does not reach', async () => {
    await put({});
    const key = await api.key(['tasks:read'], { queues: ['default'] });
    expect(await api.send('GET', '/queues/mail', { key })).toMatchObject({ status: 404 });
    expect(await api.send('GET', '/queues/default', { key })).toMatchObject({ status: 200 });
  });
});

describe('DELETE /queues/{name}', () => {
  it('answers 409 while tasks wait, then 204, then 404', async () => {
    await put({});
    const { body } = await api.send('POST', '/tasks', { body: { callable: 'a.b', queue: 'mail' } });
    expect(await api.send('DELETE', '/queues/mail')).toMatchObject({ status: 409, body: { code: 'PRECONDITION' } });
    await api.send('POST', `/tasks/${String(body['id'])}/cancel`);
    expect(await api.send('DELETE', '/queues/mail', { body: { reason: 'over' } })).toMatchObject({
      status: 204,
      text: '',
    });
    expect(await api.send('DELETE', '/queues/mail')).toMatchObject({ status: 404 });
    expect(await api.send('DELETE', '/queues/default')).toMatchObject({ status: 409 });
  });
});

describe('POST /queues/{name}/pause and /resume', () => {
  it('answer with the queue, and 409 when nothing would change', async () => {
    await put({});
    const pause = () => api.send('POST', '/queues/mail/pause', { body: { reason: 'the bank is closed' } });
    expect(await pause()).toMatchObject({ status: 200, body: { paused: true, pausedReason: 'the bank is closed' } });
    expect(await pause()).toMatchObject({ status: 409, body: { code: 'CONFLICT' } });
    expect(await api.send('POST', '/queues/mail/resume')).toMatchObject({ status: 200, body: { paused: false } });
    expect(await api.send('POST', '/queues/mail/resume')).toMatchObject({ status: 409 });
  });

  it('want a reason for a pause', async () => {
    for (const body of [{}, { reason: ' ' }]) {
      const answer = await api.send('POST', '/queues/default/pause', { body });
      expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'reason' }] } });
    }
  });
});

describe('/control', () => {
  it('shows and changes the limit over all queues', async () => {
    expect(await api.send('GET', '/control')).toMatchObject({
      status: 200,
      body: { concurrencyLimit: null, live: null },
    });
    const changed = await api.send('PATCH', '/control', { body: { concurrencyLimit: 5, reason: 'small' } });
    expect(changed).toMatchObject({
      status: 200,
      body: { concurrencyLimit: 5, live: 0, updatedBy: 'user:admin@example.com' },
    });
    expect(await api.send('PATCH', '/control', { body: {} })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'concurrencyLimit', problem: 'is required' }] },
    });
    await api.send('PATCH', '/control', { body: { concurrencyLimit: null } });
  });
});
