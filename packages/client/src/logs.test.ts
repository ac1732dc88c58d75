import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Received, type Reply, type ScriptedServer, scriptedServer } from '../testing/scripted-server.ts';
import { createClient } from './client.ts';
import type { LogChunk } from './logs.ts';
import type { AttemptLog } from './resources/task.ts';

// Full jitter that draws nothing: no test waits for a backoff.
beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const log = (text: string, final = false): AttemptLog => ({
  text,
  sizeBytes: new TextEncoder().encode(text).length,
  truncated: false,
  stored: false,
  final,
});

/** A task as it is at each look, newest attempt first: the numbers of its attempts. */
interface Look {
  state: string;
  attempts: number[];
}

/** A server of one task. Each look at it is the script's next, the last for ever; each attempt's logs likewise. */
function taskServer(looks: (Look | Reply)[], logs: Record<number, AttemptLog[]>): Promise<ScriptedServer> {
  const next = <T>(script: T[]): T | undefined => (script.length > 1 ? script.shift() : script[0]);
  return scriptedServer(({ path }: Received): Reply => {
    const [, number] = /attempts\/(\d+)\/logs/.exec(path) ?? [];
    if (number !== undefined) return { status: 200, body: next(logs[Number(number)] ?? []) };
    const look = next(looks) ?? 'drop';
    if (typeof look !== 'object' || 'status' in look) return look;
    const attempts = look.attempts.map((one) => ({ id: String(one), number: one }));
    return { status: 200, body: { id: 't', state: look.state, attempts } };
  });
}

async function follow(server: ScriptedServer, signal?: AbortSignal): Promise<LogChunk[]> {
  const client = createClient({ url: server.url, apiKey: 'k', retries: 0 });
  const chunks: LogChunk[] = [];
  for await (const chunk of client.logs.follow('t', signal && { signal })) chunks.push(chunk);
  return chunks;
}

describe('follow', () => {
  it('shows what is there, then what is new, through retries, until the task is final', async () => {
    const looks = [
      { state: 'RUNNING', attempts: [2, 1] },
      { state: 'QUEUED', attempts: [2, 1] },
      { state: 'FAILED', attempts: [3, 2, 1] },
    ];
    const logs = { 1: [log('before', true)], 2: [log('one\n'), log('one\ntwo\n', true)], 3: [log('three', true)] };
    await using server = await taskServer(looks, logs);
    expect(await follow(server)).toEqual([
      { attemptId: '2', attemptNumber: 2, text: 'one\n', isGap: false },
      { attemptId: '2', attemptNumber: 2, text: 'two\n', isGap: false },
      { attemptId: '3', attemptNumber: 3, text: 'three', isGap: false },
    ]);
  });

  it('ends with a task that is final before it was started', async () => {
    await using server = await taskServer([{ state: 'CANCELED', attempts: [] }], {});
    expect(await follow(server)).toEqual([]);
    expect(server.received).toHaveLength(1);
  });

  it('outlives a restart of the server once it has answered', async () => {
    const looks = [{ state: 'RUNNING', attempts: [1] }, 'drop', { status: 502 }, { state: 'SUCCEEDED', attempts: [1] }];
    await using server = await taskServer(looks as (Look | Reply)[], { 1: [log('a'), log('ab', true)] });
    expect((await follow(server)).map(({ text }) => text)).toEqual(['a', 'b']);
    await using away = await scriptedServer(() => 'drop');
    await expect(follow(away)).rejects.toMatchObject({ code: 'UNREACHABLE' });
  });

  it('ends by the signal, without an error', async () => {
    await using server = await taskServer([{ state: 'RUNNING', attempts: [1] }], { 1: [log('a')] });
    expect(await follow(server, AbortSignal.timeout(200))).toHaveLength(1);
  });
});
