import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Reply, scriptedServer } from '../testing/scripted-server.ts';
import { createClient } from './client.ts';
import { newOutput } from './logs.ts';
import type { AttemptLog } from './resources/task.ts';

const log = (text: string, change: Partial<AttemptLog> = {}): AttemptLog => {
  const keptBytes = new TextEncoder().encode(text).length;
  return { text, sizeBytes: keptBytes, truncated: (change.sizeBytes ?? 0) > keptBytes, final: false, ...change };
};
const reply = (body: AttemptLog): Reply => ({ status: 200, body });

describe('follow', () => {
  it('shows what is there, then what is new, until the attempt has ended', async () => {
    const logs = [log(''), log('one\n'), log('one\n'), log('one\ntwo\n'), log('one\ntwo\nthree', { final: true })];
    await using server = await scriptedServer((_request, number) => reply(logs[number] ?? log('')));
    const client = createClient({ url: server.url, apiKey: 'k' });
    const texts: string[] = [];
    for await (const { text } of client.logs.follow('a', { everyMs: 1 })) texts.push(text);
    expect(texts).toEqual(['one\n', 'two\n', 'three']);
    expect(server.received[0]?.path).toBe('/api/v1/attempts/a/logs');
  });

  it('outlives a restart of the server once it has answered', async () => {
    const replies: Reply[] = [reply(log('a')), 'drop', { status: 502 }, reply(log('ab', { final: true }))];
    await using server = await scriptedServer((_request, number) => replies[number] ?? 'drop');
    const client = createClient({ url: server.url, apiKey: 'k', retries: 0 });
    const texts: string[] = [];
    for await (const { text } of client.logs.follow('a', { everyMs: 1 })) texts.push(text);
    expect(texts).toEqual(['a', 'b']);
    await expect(client.logs.follow('a').next()).rejects.toMatchObject({ code: 'UNREACHABLE' });
  });

  it('ends by the signal, without an error', async () => {
    await using server = await scriptedServer(() => reply(log('a')));
    const client = createClient({ url: server.url, apiKey: 'k' });
    const controller = new AbortController();
    for await (const { text } of client.logs.follow('a', { signal: controller.signal })) {
      expect(text).toBe('a');
      controller.abort();
    }
    expect(server.received).toHaveLength(1);
  });
});

describe('newOutput', () => {
  it('joins to the whole output, whatever is cut off its beginning', () => {
    const limitBytes = 40;
    const pieces = fc.array(fc.string({ unit: 'binary', maxLength: 6 }), { minLength: 1 });
    fc.assert(
      fc.property(pieces, (written) => {
        let whole = '';
        let shown = '';
        let seen: AttemptLog | null = null;
        for (const piece of written) {
          whole = (whole + piece).toWellFormed();
          const now = log(tail(whole, limitBytes), { sizeBytes: new TextEncoder().encode(whole).length });
          shown += newOutput(seen, now)?.text ?? '';
          seen = now;
        }
        expect(shown).toBe(whole);
      }),
    );
  });

  it('says how much nobody can show any more', () => {
    expect(newOutput(log('abc'), log('xyz', { sizeBytes: 100 }))).toEqual({ text: 'xyz', skippedBytes: 94 });
    expect(newOutput(null, log('xyz', { sizeBytes: 5 }))).toEqual({ text: 'xyz', skippedBytes: 2 });
  });
});

/** The last characters that fit. */
function tail(text: string, limitBytes: number): string {
  const characters = Array.from(text);
  while (new TextEncoder().encode(characters.join('')).length > limitBytes) characters.shift();
  return characters.join('');
}
