import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { problem, type Received, type Reply, scriptedServer } from '../testing/scripted-server.ts';
import { type Client, createClient } from './client.ts';

const conflict = problem(409, 'CONFLICT');

beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** What a call comes to when its tries meet these replies, and a look at the object finds that. */
async function outcome(replies: Reply[], found: object, call: (client: Client) => Promise<unknown>) {
  await using server = await scriptedServer(({ method }: Received): Reply =>
    method === 'GET' ? { status: 200, body: found } : (replies.shift() ?? { status: 418 }),
  );
  return await call(createClient({ url: server.url, apiKey: 'k' })).catch((error: unknown) => error);
}

const cancel = (client: Client) => client.cancel('1');
const retry = (client: Client) => client.retry('1');
const pause = (client: Client) => client.queues.pause('q', { reason: 'r' });
const resume = (client: Client) => client.queues.resume('q');
const remove = (client: Client) => client.queues.delete('q');

describe('a conflict after a try whose answer was lost', () => {
  it.each<[string, (client: Client) => Promise<unknown>, object, object | undefined]>([
    ['cancel of what is CANCELED now', cancel, { state: 'CANCELED' }, { id: '1', state: 'CANCELED' }],
    ['retry of what runs now', retry, { state: 'RUNNING' }, { id: '1', state: 'RUNNING' }],
    ['pause of what is paused now', pause, { paused: true }, { paused: true }],
    ['resume of what is open now', resume, { paused: false }, { paused: false }],
  ])('is no error: %s', async (_name, call, found, expected) => {
    expect(await outcome(['drop', conflict], found, call)).toEqual(expected);
    expect(await outcome([problem(503, 'UNAVAILABLE'), conflict], found, call)).toEqual(expected);
  });

  it('is no error: delete of what is gone now', async () => {
    expect(await outcome(['drop', problem(404, 'NOT_FOUND')], {}, remove)).toBeUndefined();
  });

  it.each([
    ['the task ended otherwise', cancel, { state: 'SUCCEEDED' }],
    ['the queue is not paused', pause, { paused: false }],
    ['the queue is paused', resume, { paused: true }],
  ])('is the error that it is where %s', async (_name, call, found) => {
    expect(await outcome(['drop', conflict], found, call)).toMatchObject({ code: 'CONFLICT', isAfterDoubt: true });
  });

  it('is an error without doubt: at the first try, and after 429, where nothing was done', async () => {
    for (const replies of [[conflict], [problem(429, 'UNAVAILABLE'), conflict]]) {
      const error = await outcome(replies, { state: 'CANCELED' }, cancel);
      expect(error).toMatchObject({ code: 'CONFLICT', isAfterDoubt: false });
    }
  });
});
