import type { Principal } from '@raydeck/core';
import type { Hint } from '@raydeck/db';
import { describe, expect, it } from 'vitest';
import { eventStream, type Timing } from './event-stream.ts';

const person: Principal = { kind: 'user', id: 'user:a', userId: 'a', name: 'A', role: 'VIEWER', canViewPayload: true };
const calm: Timing = { gatherMs: 1, heartbeatMs: 60_000, recheckMs: 60_000, lifeMs: 60_000 };
const id = '01a1f9e5-884d-7d40-803e-6c61603f6c55';

function scene(times: Partial<Timing>, lookAgain: () => Promise<Principal | null> = async () => person) {
  const heard: { tell: (hint: Hint) => void; connected: () => void; subscribers: number } = {
    tell: () => {},
    connected: () => {},
    subscribers: 0,
  };
  const leaving = new AbortController();
  const ended: string[] = [];
  const stream = eventStream(
    {
      // People reach all: nothing is read.
      context: { principal: person } as never,
      changes: {
        subscribe: (onHint, onConnected) => {
          Object.assign(heard, { tell: onHint, connected: onConnected, subscribers: heard.subscribers + 1 });
          onConnected();
          return () => void (heard.subscribers -= 1);
        },
      },
      lookAgain,
      signal: leaving.signal,
      onEnd: () => ended.push('ended'),
    },
    { ...calm, ...times },
  );
  return { heard, leaving, ended, text: () => new Response(stream).text(), stream };
}

describe('eventStream', () => {
  it('ends with its time, gives its place back once, and listens no more', async () => {
    const { text, ended, heard, leaving } = scene({ lifeMs: 20 });
    expect(await text()).toBe('event: ready\ndata: {}\n\n');
    leaving.abort();
    expect(ended).toEqual(['ended']);
    expect(heard.subscribers).toBe(0);
  });

  it('ends when the key is over, and when it no longer allows reading', async () => {
    expect(await scene({ recheckMs: 5 }, async () => null).text()).toContain('ready');
    const key = { kind: 'key', scopes: ['tasks:write'] } as unknown as Principal;
    expect(await scene({ recheckMs: 5 }, async () => key).text()).toContain('ready');
  });

  it('lasts through an outage of what says who it is', async () => {
    let looks = 0;
    const look = async () => {
      looks += 1;
      if (looks < 3) throw new Error('away');
      return null;
    };
    await scene({ recheckMs: 5 }, look).text();
    expect(looks).toBe(3);
  });

  it('says ready again when it may have missed something, and puts changes together', async () => {
    const { heard, text } = scene({ lifeMs: 60, gatherMs: 10 });
    heard.connected();
    heard.tell({ changed: [id] });
    heard.tell({ ready: true });
    heard.tell({ cancel: [id], changed: ['01a1f9e5-884d-7d40-803e-6c61603f6c56'] });
    const said = (await text()).split('\n\n').filter(Boolean);
    expect(said.map((message) => message.split('\n')[0])).toEqual(['event: ready', 'event: ready', 'event: changed']);
    expect(said[2]).toContain(`data: {"taskIds":["${id}","01a1f9e5-884d-7d40-803e-6c61603f6c56"]}`);
  });

  it('sends a comment when nothing happens', async () => {
    expect(await scene({ lifeMs: 60, heartbeatMs: 10 }).text()).toMatch(/^event: ready\ndata: \{\}\n\n(:\n\n)+$/);
  });

  it('ends when nobody reads it', async () => {
    const { heard, ended, stream } = scene({});
    const ids = Array.from({ length: 100_000 }, (_, at) => id.slice(0, -6) + String(at).padStart(6, '0'));
    heard.tell({ changed: ids });
    await expect.poll(() => ended).toEqual(['ended']);
    await stream.cancel();
    expect(ended).toEqual(['ended']);
  });

  it('ends when whoever reads it leaves', async () => {
    const { ended, stream, heard } = scene({});
    await stream.cancel();
    expect(ended).toEqual(['ended']);
    expect(heard.subscribers).toBe(0);
  });
});
