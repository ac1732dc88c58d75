import type { ServerResponse } from 'node:http';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { problem, type Reply, scriptedServer } from '../testing/scripted-server.ts';
import { createClient } from './client.ts';
import { eventStreamReader } from './event-stream.ts';
import type { ServerEvent } from './events.ts';

// Full jitter that draws nothing: no test waits for a backoff.
beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const ready = 'event: ready\ndata: {}\n\n';
const changed = (...taskIds: string[]) => `event: changed\ndata: ${JSON.stringify({ taskIds })}\n\n`;

const stream =
  (text: string, after: (response: ServerResponse) => void = () => undefined): Reply =>
  (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(text, () => after(response));
  };
const ended = (text: string) => stream(text, (response) => response.end());
const broken = (text: string) => stream(text, (response) => response.destroy());

/** So many events of a script's connections, each reply for one connect. */
async function collect(replies: Reply[], count: number, options: { silenceMs?: number } = {}) {
  await using server = await scriptedServer((_request, number) => replies[number] ?? 'hang');
  const client = createClient({ url: server.url, apiKey: 'k', retries: 0 });
  const events: ServerEvent[] = [];
  for await (const event of client.events(options)) {
    events.push(event);
    if (events.length === count) break;
  }
  return { events, connects: server.received.length };
}

describe('events', () => {
  it('says when it listens and what changed, and passes over what it does not know', async () => {
    const text = `: hello\n\n${ready}event: other\ndata: 1\n\n${changed('a', 'b')}`;
    const { events } = await collect([stream(text)], 2);
    expect(events).toEqual([{ kind: 'ready' }, { kind: 'changed', taskIds: ['a', 'b'] }]);
  });

  it.each<[string, Reply]>([
    ['ends in order', ended(ready)],
    ['breaks off', broken(ready)],
    ['falls silent', stream(ready)],
  ])('connects again when the stream %s, and is ready anew', async (_name, first) => {
    const { events, connects } = await collect(
      [first, 'drop', problem(503, 'UNAVAILABLE'), stream(ready + changed('x'))],
      3,
      {
        silenceMs: 200,
      },
    );
    expect(events).toEqual([{ kind: 'ready' }, { kind: 'ready' }, { kind: 'changed', taskIds: ['x'] }]);
    expect(connects).toBe(4);
  });

  it('throws what the first connect throws, and later that the key is not valid any more', async () => {
    await expect(collect(['drop'], 1)).rejects.toMatchObject({ code: 'UNREACHABLE' });
    const expired = [ended(ready), problem(401, 'UNAUTHENTICATED')];
    await expect(collect(expired, 9)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('ends by the signal, without an error, and lets go of the connection', async () => {
    let isClosed = false;
    const reply = stream(ready, (response) => response.on('close', () => (isClosed = true)));
    await using server = await scriptedServer(() => reply);
    const controller = new AbortController();
    const client = createClient({ url: server.url, apiKey: 'k' });
    for await (const event of client.events({ signal: controller.signal })) {
      expect(event.kind).toBe('ready');
      controller.abort();
    }
    await expect.poll(() => isClosed).toBe(true);
    expect(server.received).toHaveLength(1);
  });
});

describe('eventStreamReader', () => {
  it('reads the same events, however the text is cut and whatever ends its lines', () => {
    const lines = [
      'event: changed',
      'data: é1',
      'data:2',
      ': comment',
      '',
      'data',
      '',
      'event: lost',
      '',
      'data: 3',
      '',
    ];
    const expected = [
      { event: 'changed', data: 'é1\n2' },
      { event: 'message', data: '' },
      { event: 'message', data: '3' },
    ];
    fc.assert(
      fc.property(fc.constantFrom('\n', '\r\n', '\r'), fc.array(fc.nat(80)), (lineBreak, cuts) => {
        // What follows tells whether a carriage return was the whole line break.
        const text = `${lines.join(lineBreak)}${lineBreak}:`;
        const places = [0, ...cuts.toSorted((a, b) => a - b), text.length];
        const read = eventStreamReader();
        const events = places.flatMap((place, at) => read(text.slice(place, places[at + 1] ?? text.length)));
        expect(events).toEqual(expected);
      }),
    );
  });

  it('gives up on a line without an end', () => {
    const read = eventStreamReader();
    expect(() => read('x'.repeat(5_000_000))).toThrow(RangeError);
  });
});
