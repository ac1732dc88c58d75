import { until } from '@raydeck/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { streamsPerCaller } from './stream-places.ts';
import { testApi, type TestApi } from './test-api.ts';

let api: TestApi;

beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.close());
beforeEach(() => api.signIn('OPERATOR'));

/** An open stream; what it has said so far, and a way to leave it. */
async function listen(options: { key?: string } = {}) {
  const leaving = new AbortController();
  const response = await api.open('GET', '/events', { ...options, signal: leaving.signal });
  let text = '';
  const reader = response.body?.getReader();
  const reading = (async () => {
    const decoder = new TextDecoder();
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read())
      text += decoder.decode(part.value);
  })();
  await until('the stream to be ready', () => text.includes('event: ready'));
  return {
    headers: response.headers,
    ids: () => [...text.matchAll(/"([0-9a-f-]{36})"/g)].map(([, id]) => id),
    leave: async () => {
      leaving.abort();
      // As a server does whose client is gone: a Request follows its signal by a weak reference alone.
      await reader?.cancel();
      await reading;
    },
  };
}

async function enqueue(callable: string, key?: string): Promise<string> {
  const answer = await api.send('POST', '/tasks', { body: { callable }, ...(key !== undefined && { key }) });
  return String(answer.body['id']);
}

describe('GET /events', () => {
  it('tells what changes after it said ready, to a session and to a key', async () => {
    const key = await api.key(['tasks:read']);
    const streams = await Promise.all([listen(), listen({ key })]);
    const id = await enqueue('shop.tasks.charge');
    for (const stream of streams) {
      expect(stream.headers.get('content-type')).toBe('text/event-stream');
      await until('the change to be told', () => stream.ids().includes(id));
      await stream.leave();
    }
  });

  it('tells a key of the tasks that it reaches and of no other', async () => {
    const own = await api.key(['tasks:read', 'tasks:write'], { ownTasksOnly: true });
    const streams = [
      await listen({ key: await api.key(['tasks:read'], { callables: ['mail'] }) }),
      await listen({ key: own }),
    ];
    const hidden = await enqueue('shop.tasks.charge');
    const mail = await enqueue('mail.send');
    const mine = await enqueue('shop.tasks.charge', own);
    await until('both changes to be told', () => streams[0]?.ids().includes(mail) && streams[1]?.ids().includes(mine));
    for (const stream of streams) {
      expect(stream.ids()).not.toContain(hidden);
      await stream.leave();
    }
    expect(streams[0]?.ids()).not.toContain(mine);
    expect(streams[1]?.ids()).not.toContain(mail);
  });

  it('is open so often at once to one caller, and again when one has left', async () => {
    const key = await api.key(['tasks:read']);
    const streams = [];
    for (let at = 0; at < streamsPerCaller; at += 1) streams.push(await listen({ key }));
    expect((await api.send('GET', '/events', { key })).body).toMatchObject({ status: 409, code: 'CONFLICT' });
    await streams.pop()?.leave();
    streams.push(await listen({ key }));
    for (const stream of streams) await stream.leave();
  });

  it('keeps no place for whoever asks for the head alone', async () => {
    const key = await api.key(['tasks:read']);
    for (let at = 0; at <= streamsPerCaller; at += 1) {
      const head = await api.open('HEAD', '/events', { key });
      expect(head.status).toBe(200);
      expect(head.headers.get('content-type')).toBe('text/event-stream');
    }
  });
});
