import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { problem, type Reply, type ScriptedServer, scriptedServer } from '../../testing/scripted-server.ts';
import { type Client, createClient } from '../client.ts';
import { ApiError, ConnectionError } from '../error.ts';

let server: ScriptedServer;
let replies: Reply[];
let client: Client;

const task = { callable: 'a.b' };
const made: Reply = { status: 201, body: { id: '1', replayed: false } };
const page: Reply = { status: 200, body: { items: [], nextCursor: null, isPartial: false } };

beforeEach(async () => {
  replies = [];
  server = await scriptedServer((_request, number) => replies[number] ?? { status: 418 });
  client = createClient({ url: server.url, apiKey: 'rdk_key' });
  // Full jitter that draws nothing: pauses are measured where they matter.
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await server[Symbol.asyncDispose]();
});

describe('a call is tried again', () => {
  it.each<[string, Reply]>([
    ['a connection that breaks', 'drop'],
    ['429', problem(429, 'UNAVAILABLE')],
    ['a proxy’s 502', { status: 502, text: '<html>', headers: { 'content-type': 'text/html' } }],
    ['503', problem(503, 'UNAVAILABLE')],
    ['504', { status: 504 }],
  ])('after %s', async (_name, failure) => {
    replies = [failure, failure, page];
    await client.page();
    expect(server.received).toHaveLength(3);
  });

  it('after a try that took its whole timeout', async () => {
    replies = ['hang', page];
    await client.page({}, { timeoutMs: 100 });
    expect(server.received).toHaveLength(2);
  });

  it('as often as it is told, then the last error is thrown', async () => {
    replies = Array.from({ length: 10 }, () => problem(503, 'UNAVAILABLE'));
    await expect(client.page({}, { retries: 2 })).rejects.toMatchObject({ code: 'UNAVAILABLE', status: 503 });
    expect(server.received).toHaveLength(3);
  });

  it('not before the server asks for it', async () => {
    replies = [problem(503, 'UNAVAILABLE', { 'retry-after': '1' }), page];
    const startedAt = performance.now();
    await client.page();
    expect(performance.now() - startedAt).toBeGreaterThan(990);
  });

  it.each([
    [400, 'INVALID'],
    [401, 'UNAUTHENTICATED'],
    [404, 'NOT_FOUND'],
    [409, 'CONFLICT'],
    [500, 'INTERNAL'],
  ])('never after %i', async (status, code) => {
    replies = [problem(status, code)];
    const error: unknown = await client.page().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status, code, message: `It is ${code}.`, requestId: 'r-1', errors: [] });
    expect(server.received).toHaveLength(1);
  });
});

describe('what must not happen twice', () => {
  it('an enqueue carries one idempotency key through all its tries, and a new one in the next call', async () => {
    replies = ['drop', problem(503, 'UNAVAILABLE'), made, made];
    await client.enqueue(task);
    await client.enqueue(task);
    const keys = server.received.map(({ body }) => (JSON.parse(body) as { idempotencyKey: string }).idempotencyKey);
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(new Set(keys.slice(0, 3)).size).toBe(1);
    expect(keys[3]).not.toBe(keys[0]);
  });

  it('each task of a batch carries its own key, or the caller’s', async () => {
    replies = ['drop', { status: 201, body: { items: [] } }];
    await client.enqueueMany([task, { ...task, idempotencyKey: 'mine' }]);
    const [first, second] = server.received.map(({ body }) => body);
    expect(second).toBe(first);
    expect(JSON.parse(first ?? '')).toMatchObject({
      tasks: [{ idempotencyKey: expect.any(String) }, { idempotencyKey: 'mine' }],
    });
  });

  it.each<[string, (own: Client) => Promise<unknown>]>([
    ['a retry with changes', (own) => own.retry('1', { changes: { priority: 1 } })],
    ['a run of a schedule', (own) => own.schedules.run('nightly')],
    ['a test of a profile', (own) => own.profiles.test('code')],
  ])('%s is tried again after 429, where nothing was done, and else never', async (_name, call) => {
    replies = [problem(429, 'UNAVAILABLE'), 'drop', { status: 200, body: {} }];
    await expect(call(client)).rejects.toMatchObject({ code: 'UNREACHABLE' });
    expect(server.received).toHaveLength(2);
  });
});

describe('a call ends', () => {
  it('by its signal, with the signal’s reason, also while it pauses', async () => {
    vi.restoreAllMocks();
    const reason = new Error('enough');
    for (const failure of ['hang', problem(503, 'UNAVAILABLE', { 'retry-after': '60' })] as const) {
      replies = Array.from({ length: 20 }, () => failure);
      const controller = new AbortController();
      const before = server.received.length;
      const call = client.page({}, { signal: controller.signal });
      await vi.waitUntil(() => server.received.length > before);
      controller.abort(reason);
      await expect(call).rejects.toBe(reason);
    }
  });

  it('before anything is sent when the signal has aborted already', async () => {
    await expect(client.page({}, { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
    expect(server.received).toHaveLength(0);
  });

  it('with TIMEOUT when no try is answered in time, the body included', async () => {
    replies = [
      'hang',
      (response) => response.writeHead(200, { 'content-type': 'application/json' }).write('{"items":'),
    ];
    const call = client.page({}, { timeoutMs: 50, retries: 1 });
    await expect(call).rejects.toMatchObject({ code: 'TIMEOUT', message: 'No answer within 50 ms.' });
    expect(server.received).toHaveLength(2);
  });

  it('with UNREACHABLE and the reason when nobody listens', async () => {
    await using closed = await scriptedServer(() => 'hang');
    await closed[Symbol.asyncDispose]();
    const call = createClient({ url: closed.url, apiKey: 'k', retries: 0 }).page();
    await expect(call).rejects.toMatchObject({ code: 'UNREACHABLE', message: expect.stringMatching(/ECONNREFUSED/) });
  });

  it.each<[string, Reply, RegExp]>([
    [
      'a page to sign in',
      { status: 200, text: '<html>', headers: { 'content-type': 'text/html' } },
      /not application\/json/,
    ],
    ['a redirect', { status: 308, headers: { location: 'https://raydeck.example.com/' } }, /leads elsewhere, to https/],
    ['an error that is no problem', { status: 403, text: 'Forbidden' }, /not Raydeck’s.*403 Forbidden/],
  ])('with UNEXPECTED_ANSWER for %s', async (_name, reply, message) => {
    replies = [reply];
    const error: unknown = await client.page().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ code: 'UNEXPECTED_ANSWER', message: expect.stringMatching(message) });
    expect(server.received).toHaveLength(1);
  });
});
