import { describe, expect, it } from 'vitest';
import { type Reply, scriptedServer } from '../testing/scripted-server.ts';
import { createClient } from './client.ts';
import { rawJson } from './json/write-json.ts';

const ok: Reply = { status: 200, body: { items: [], changes: [] } };

describe('createClient', () => {
  it.each(['', 'raydeck.example.com', 'ftp://raydeck', 'https://me:secret@raydeck'])(
    'refuses the address "%s"',
    (url) => {
      expect(() => createClient({ url, apiKey: 'k' })).toThrow(/url must be/);
    },
  );

  it.each(['', 'two words', 'line\nbreak', 'schlüssel'])('refuses the key "%s" without repeating it', (apiKey) => {
    expect(() => createClient({ url: 'http://x', apiKey })).toThrow('apiKey must be an API key: rdk_…');
  });

  it.each([
    ['', '/api/v1/tasks'],
    ['/', '/api/v1/tasks'],
    ['/api/v1', '/api/v1/tasks'],
    ['/raydeck/api/v1/', '/raydeck/api/v1/tasks'],
    ['/raydeck', '/raydeck/api/v1/tasks'],
  ])('finds the API below an address that ends in "%s"', async (end, path) => {
    await using server = await scriptedServer(() => ok);
    await createClient({ url: server.url + end, apiKey: 'rdk_1' }).page();
    expect(server.received[0]).toMatchObject({ path, headers: { authorization: 'Bearer rdk_1' } });
  });

  it('uses the fetch that it is given', async () => {
    const asked: string[] = [];
    const fetch: typeof globalThis.fetch = async (input) => {
      asked.push(input instanceof Request ? input.url : String(input));
      return Response.json({ items: [] });
    };
    await createClient({ url: 'http://nowhere.invalid', apiKey: 'k', fetch }).page();
    expect(asked).toEqual(['http://nowhere.invalid/api/v1/tasks']);
  });
});

describe('names and ids', () => {
  it('stay in their segment of the path', async () => {
    await using server = await scriptedServer(() => ok);
    const client = createClient({ url: server.url, apiKey: 'k' });
    await client.queues.get('a/../b?c#d é');
    expect(server.received[0]?.path).toBe('/api/v1/queues/a%2F..%2Fb%3Fc%23d%20%C3%A9');
    for (const name of ['', '.', '..']) await expect(client.queues.get(name)).rejects.toThrow(TypeError);
  });
});

describe('numbers', () => {
  it('go out digit for digit, as bigints and as JSON text', async () => {
    await using server = await scriptedServer(() => ok);
    const client = createClient({ url: server.url, apiKey: 'k' });
    await client.enqueue({
      callable: 'a.b',
      args: [12345678901234567890n, rawJson('1.10')],
      kwargs: rawJson('{"b": 1e22, "a": -0.0}'),
      idempotencyKey: 'i',
    });
    expect(server.received[0]?.body).toBe(
      '{"callable":"a.b","args":[12345678901234567890,1.10],"kwargs":{"b": 1e22, "a": -0.0},"idempotencyKey":"i"}',
    );
  });

  it('come back as bigints where they would lose digits, if that is asked for', async () => {
    const text = '{"a":[9007199254740993,-9007199254740993,9007199254740991,1.5,1e400]}';
    const succeeded: Reply = { status: 200, body: { state: 'SUCCEEDED' } };
    await using server = await scriptedServer(({ path }) =>
      path.endsWith('/result') ? { status: 200, text } : succeeded,
    );
    const own = { url: server.url, apiKey: 'k' };
    expect(await createClient({ ...own, bigints: true }).result('1')).toEqual({
      a: [9007199254740993n, -9007199254740993n, 9007199254740991, 1.5, Infinity],
    });
    expect(await createClient(own).result('1')).toMatchObject({ a: [9007199254740992, -9007199254740992, {}, {}, {}] });
    expect(await createClient(own).resultText('1')).toBe(text);
  });
});

describe('list', () => {
  it('follows cursors with the same filter to the end, over pages that are empty', async () => {
    const pages = [
      { items: [{ id: '3' }, { id: '2' }], nextCursor: 'c1', isPartial: false },
      { items: [], nextCursor: 'c2', isPartial: true },
      { items: [{ id: '1' }], nextCursor: null, isPartial: false },
    ];
    await using server = await scriptedServer((_request, number) => ({ status: 200, body: pages[number] }));
    const client = createClient({ url: server.url, apiKey: 'k' });
    const ids: string[] = [];
    for await (const { id } of client.list({ state: 'FAILED', createdAfter: new Date(0), limit: 2 })) ids.push(id);
    expect(ids).toEqual(['3', '2', '1']);
    const filter = 'state=FAILED&createdAfter=1970-01-01T00%3A00%3A00.000Z&limit=2';
    expect(server.received.map(({ path }) => path)).toEqual(
      ['', '&cursor=c1', '&cursor=c2'].map((cursor) => `/api/v1/tasks?${filter}${cursor}`),
    );
  });

  it('reads no page that nobody asks for', async () => {
    const body = { items: [{ id: '1' }], nextCursor: 'more', isPartial: false };
    await using server = await scriptedServer(() => ({ status: 200, body }));
    for await (const { id } of createClient({ url: server.url, apiKey: 'k' }).list()) if (id === '1') break;
    expect(server.received).toHaveLength(1);
  });

  it('does not go round in circles', async () => {
    await using server = await scriptedServer(() => ({ status: 200, body: { items: [], nextCursor: 'same' } }));
    const walk = createClient({ url: server.url, apiKey: 'k' }).list();
    await expect(walk.next()).rejects.toMatchObject({ code: 'UNEXPECTED_ANSWER' });
    expect(server.received).toHaveLength(2);
  });
});

describe('large arguments', () => {
  it('go ahead of their task', async () => {
    await using server = await scriptedServer(({ path }) =>
      path.endsWith('/uploads') ? { status: 201, body: { id: 'u-1' } } : { status: 201, body: { id: 't-1' } },
    );
    const client = createClient({ url: server.url, apiKey: 'k' });
    await client.enqueue({
      callable: 'a.b',
      args: ['x'.repeat(4_000_000), 12345678901234567890n],
      idempotencyKey: 'k',
    });
    expect(server.received.map(({ path }) => path)).toEqual(['/api/v1/uploads', '/api/v1/tasks']);
    expect(server.received[0]?.body).toMatch(/^\{"args":\["x{4000000}",12345678901234567890\],"kwargs":\{\}\}$/);
    const task = { callable: 'a.b', idempotencyKey: 'k', argumentsUpload: 'u-1' };
    expect(JSON.parse(server.received[1]?.body ?? '')).toEqual(task);
  });
});
