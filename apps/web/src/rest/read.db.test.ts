import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testApi, type TestApi } from './test-api.ts';
import { insertTask } from './test-samples.ts';

let api: TestApi;

beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.close());
beforeEach(async () => {
  api.signIn('OPERATOR');
  await api.db.pool.query('TRUNCATE raydeck.task CASCADE');
});

async function enqueue(body: object = {}): Promise<string> {
  const answer = await api.send('POST', '/tasks', { body: { callable: 'shop.tasks.charge', ...body } });
  return String(answer.body['id']);
}

describe('GET /tasks', () => {
  it('pages through all tasks by nextCursor', async () => {
    const made = [await enqueue(), await enqueue(), await enqueue()];
    const first = await api.send('GET', '/tasks?limit=2&state=QUEUED');
    expect(first.body['items']).toMatchObject([{ id: made[2] }, { id: made[1] }]);
    const second = await api.send('GET', `/tasks?state=QUEUED&limit=2&cursor=${String(first.body['nextCursor'])}`);
    expect(second.body).toMatchObject({ items: [{ id: made[0] }], nextCursor: null });
  });

  it.each([
    'limit=0',
    'limit=201',
    'limit=x',
    'limit=',
    'state=DONE',
    'createdAfter=yesterday',
    'cursor=x',
    'queue=%00',
    'queue=',
    'createdAfter=9999-12-31T23:59:59-12:00',
    'createdBefore=2026-01-01T00:00:00%2B16:00',
    'runner=shell',
    'attemptState=QUEUED',
    'rayJob=',
    'node=%00',
    'errorClass=%ED%A0%80%00',
  ])('refuses %s with the name of the parameter', async (query) => {
    const answer = await api.send('GET', `/tasks?${query}`);
    expect(answer.body).toMatchObject({ status: 400, code: 'INVALID', errors: [{ path: query.split('=')[0] }] });
  });

  it('refuses the cursor of another filter and of another installation', async () => {
    await enqueue();
    await enqueue();
    const { body } = await api.send('GET', '/tasks?limit=1');
    const answer = await api.send('GET', `/tasks?limit=1&queue=default&cursor=${String(body['nextCursor'])}`);
    expect(answer.body).toMatchObject({ status: 400, errors: [{ path: 'cursor' }] });
    const other = await testApi();
    other.signIn('OPERATOR');
    const foreign = await other.send('GET', `/tasks?limit=1&cursor=${String(body['nextCursor'])}`);
    await other.close();
    expect(foreign.body).toMatchObject({ status: 400, errors: [{ path: 'cursor' }] });
  });

  it('filters by each of its parameters', async () => {
    const id = await enqueue({ tags: ['vip'], runner: 'local' });
    await enqueue();
    const listed = async (query: string) => {
      const { body } = await api.send('GET', `/tasks?${query}`);
      return body['items'];
    };
    expect(await listed('tag=vip&runner=local&state=QUEUED&queue=default&callable=shop.')).toMatchObject([{ id }]);
    expect(await listed('createdBy=user:operator@example.com')).toHaveLength(2);
    expect(await listed('createdBy=user:other@example.com')).toEqual([]);
    for (const query of ['profile=x', 'errorClass=shop.Refused', 'rayJob=rd-x', 'node=n1', 'attemptState=LOST']) {
      expect(await listed(query)).toEqual([]);
    }
  });

  it('never answers 500, whatever the query', async () => {
    const name = fc.constantFrom(
      'state',
      'queue',
      'callable',
      'tag',
      'createdAfter',
      'createdBefore',
      'limit',
      'cursor',
      'runner',
      'profile',
      'errorClass',
      'rayJob',
      'node',
      'attemptState',
      'createdBy',
      'finishedAfter',
      'finishedBefore',
      'worker',
      'text',
    );
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('QUEUED', '9999-12-31T23:59:59Z', '0000-01-01T00:00:00Z', '1', 'a.'),
    );
    await fc.assert(
      fc.asyncProperty(fc.dictionary(name, value, { maxKeys: 3 }), async (query) => {
        const { status } = await api.send('GET', `/tasks?${new URLSearchParams(query).toString()}`);
        expect([200, 400]).toContain(status);
      }),
      { numRuns: 300 },
    );
    expect(api.logged).toEqual([]);
  });
});

describe('GET /tasks/{id}', () => {
  it('shows shapes only without payload permission', async () => {
    const id = await enqueue({ kwargs: { card: '4711' } });
    api.signIn('OPERATOR', { canViewPayload: false });
    const { text, body } = await api.send('GET', `/tasks/${id}`);
    expect(body['shapes']).toEqual({ args: '[]', kwargs: '{"card": string(4)}', result: null });
    expect(body).not.toHaveProperty('kwargs');
    expect(text).not.toContain('4711');
  });

  it('waits until the task is final', async () => {
    const id = await enqueue();
    const waiting = api.send('GET', `/tasks/${id}?waitSeconds=60`);
    await api.send('POST', `/tasks/${id}/cancel`);
    expect((await waiting).body).toMatchObject({ state: 'CANCELED' });
  });

  it('is no failure when whoever waits leaves', async () => {
    const leaving = new AbortController();
    const waiting = api.open('GET', `/tasks/${await enqueue()}?waitSeconds=60`, { signal: leaving.signal });
    leaving.abort();
    expect((await waiting).status).toBe(499);
    expect(api.logged).toEqual([]);
  });

  it('answers what holds when the wait is over', async () => {
    const id = await enqueue();
    expect((await api.send('GET', `/tasks/${id}?waitSeconds=1`)).body).toMatchObject({ state: 'QUEUED' });
    for (const seconds of ['61', '-1', '1.5']) {
      expect((await api.send('GET', `/tasks/${id}?waitSeconds=${seconds}`)).status).toBe(400);
    }
  });
});

describe('GET /tasks/{id}/result', () => {
  it('is the text that the task returned, to the byte', async () => {
    const result = `{"n": 12345678901234567890, "x": -0.0, "text": "${'grün '.repeat(40_000)}"}`;
    const id = await insertTask(api, 'SUCCEEDED', result);
    const answer = await api.send('GET', `/tasks/${id}/result`);
    expect(answer.text).toBe(result);
    expect(answer.headers.get('content-length')).toBe(String(Buffer.byteLength(result)));
    expect(answer.headers.get('content-disposition')).toBeNull();
    const saved = await api.send('GET', `/tasks/${id}/result?download=true`);
    expect(saved.headers.get('content-disposition')).toBe(`attachment; filename="${id}.json"`);
  });

  it('is 409 until the task has SUCCEEDED, and 403 without payload permission', async () => {
    const waiting = await api.send('GET', `/tasks/${await enqueue()}/result`);
    expect(waiting.body).toMatchObject({ status: 409, code: 'PRECONDITION' });
    const id = await insertTask(api, 'SUCCEEDED', '{"card": "4711"}');
    api.signIn('OPERATOR', { canViewPayload: false });
    const answer = await api.send('GET', `/tasks/${id}/result`);
    expect(answer.status).toBe(403);
    expect(answer.text).not.toContain('4711');
  });
});

describe('POST /tasks/{id}/cancel and /retry', () => {
  it('cancel and run again, with the reason on the timeline', async () => {
    const id = await enqueue();
    const canceled = await api.send('POST', `/tasks/${id}/cancel`, { body: { reason: 'wrong card' } });
    expect(canceled.body).toEqual({ id, state: 'CANCELED' });
    const retried = await api.send('POST', `/tasks/${id}/retry`);
    expect(retried.body).toEqual({ id, state: 'QUEUED' });
    const { body } = await api.send('GET', `/tasks/${id}`);
    expect(body['events']).toMatchObject([{ kind: 'retried_by_hand' }, { kind: 'canceled', reason: 'wrong card' }]);
  });

  it('answer 409 when the state does not allow it', async () => {
    const id = await enqueue();
    expect((await api.send('POST', `/tasks/${id}/retry`)).body).toMatchObject({ status: 409, code: 'CONFLICT' });
    await api.send('POST', `/tasks/${id}/cancel`);
    expect((await api.send('POST', `/tasks/${id}/cancel`)).body).toMatchObject({ status: 409, code: 'CONFLICT' });
  });

  it('are not found by a key that does not reach the task, or forbidden to it', async () => {
    const id = await enqueue();
    const key = await api.key(['tasks:operate', 'tasks:read'], { callables: ['mail'] });
    expect((await api.send('GET', `/tasks/${id}`, { key })).status).toBe(404);
    expect([403, 404]).toContain((await api.send('POST', `/tasks/${id}/cancel`, { key })).status);
  });
});

describe('a failure of our own', () => {
  it('shows the request’s id and nothing else, and stands in the log under it', async () => {
    await api.db.pool.query('ALTER TABLE raydeck.cluster RENAME TO hidden');
    const answer = await api.send('GET', '/cluster');
    await api.db.pool.query('ALTER TABLE raydeck.hidden RENAME TO cluster');
    expect(answer.body).toMatchObject({ status: 500, code: 'INTERNAL', requestId: answer.headers.get('x-request-id') });
    expect(answer.text).not.toMatch(/cluster|prisma/i);
    expect(api.logged.at(-1)).toMatchObject({
      event: 'rest.failed',
      requestId: answer.body['requestId'],
      path: '/cluster',
    });
  });
});
