import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { problem, type Reply, scriptedServer } from '../testing/scripted-server.ts';
import { createClient } from './client.ts';
import { NotFinalError, TaskFailedError } from './error.ts';

// Full jitter that draws nothing: no test waits for a backoff.
beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const task = (state: string): Reply => ({ status: 200, body: { id: '1', state } });

describe('wait', () => {
  it('asks once for a task that is final, and holds the line for one that is not', async () => {
    await using server = await scriptedServer((_request, number) => task(number === 0 ? 'RUNNING' : 'FAILED'));
    const client = createClient({ url: server.url, apiKey: 'k' });
    expect(await client.wait('1')).toMatchObject({ state: 'FAILED' });
    expect(server.received.map(({ path }) => path)).toEqual(['/api/v1/tasks/1', '/api/v1/tasks/1?waitSeconds=30']);
  });

  it('outlives a restart of the server once it has answered', async () => {
    const replies: Reply[] = [task('QUEUED'), 'drop', problem(503, 'UNAVAILABLE'), 'drop', task('SUCCEEDED')];
    await using server = await scriptedServer((_request, number) => replies[number] ?? 'drop');
    const client = createClient({ url: server.url, apiKey: 'k', retries: 0 });
    expect(await client.wait('1')).toMatchObject({ state: 'SUCCEEDED' });
    await expect(client.wait('1')).rejects.toMatchObject({ code: 'UNREACHABLE' });
  });

  it('throws NotFinalError with the task when the time is over', async () => {
    await using server = await scriptedServer(() => task('RUNNING'));
    const client = createClient({ url: server.url, apiKey: 'k' });
    const error: unknown = await client.wait('1', { withinMs: 700 }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(NotFinalError);
    expect(error).toMatchObject({ code: 'NOT_FINAL', task: { id: '1', state: 'RUNNING' } });
    // A server that answers at once is not asked all the time.
    expect(server.received.length).toBeLessThan(5);
  });

  it('gives the server the time that it asks it to take', async () => {
    await using server = await scriptedServer((_request, number) =>
      number === 0 ? task('RUNNING') : (response) => setTimeout(() => response.writeHead(200, json).end(done), 300),
    );
    const client = createClient({ url: server.url, apiKey: 'k', timeoutMs: 100, retries: 0 });
    expect(await client.wait('1')).toMatchObject({ state: 'CANCELED' });
  });

  it('ends by its signal', async () => {
    await using server = await scriptedServer((_request, number) => (number === 0 ? task('RUNNING') : 'hang'));
    const client = createClient({ url: server.url, apiKey: 'k' });
    const call = client.wait('1', { signal: AbortSignal.timeout(100) });
    await expect(call).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});

describe('result', () => {
  it('throws TaskFailedError with the task, and why, for what did not succeed', async () => {
    const failed = { id: '1', state: 'FAILED', attempts: [{ errorClass: 'shop.Declined', errorMessage: 'no money' }] };
    const canceled = { id: '1', state: 'CANCELED', attempts: [] };
    for (const [body, code, message] of [
      [failed, 'TASK_FAILED', 'The task failed: shop.Declined: no money'],
      [canceled, 'TASK_CANCELED', 'The task was canceled.'],
    ] as const) {
      await using server = await scriptedServer(() => ({ status: 200, body }));
      const client = createClient({ url: server.url, apiKey: 'k' });
      const error: unknown = await client.result('1').catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(TaskFailedError);
      expect(error).toMatchObject({ code, message, task: body });
    }
  });
});

const json = { 'content-type': 'application/json' };
const done = '{"id":"1","state":"CANCELED"}';
