import { type Client, createClient } from '@raydeck/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testApi, type TestApi } from './test-api.ts';
import { type TestServer, testServer } from './test-server.ts';

let api: TestApi;
let server: TestServer;
let client: Client;

const task = { callable: 'shop.tasks.charge' };

beforeAll(async () => {
  api = await testApi();
  server = await testServer(api);
  const apiKey = await api.key(['admin'], { canViewPayload: true });
  client = createClient({ url: server.url, apiKey, bigints: true, timeoutMs: 10_000 });
});
afterAll(async () => {
  await server.close();
  await api.close();
});

describe('queues', () => {
  it('are made, changed, paused, resumed and deleted', async () => {
    const made = await client.queues.put('mail', { concurrencyLimit: 5, rate: { tasks: 10, seconds: 0.5 } });
    expect(made).toMatchObject({ name: 'mail', concurrencyLimit: 5, keyLimit: null, paused: false, live: 0 });
    expect(await client.queues.patch('mail', { rate: null, retryPolicy: { backoff: 'fixed' } })).toMatchObject({
      concurrencyLimit: 5,
      rate: null,
      retryPolicy: { backoff: 'fixed' },
    });
    expect(await client.queues.pause('mail', { reason: 'down' })).toMatchObject({ paused: true, pausedReason: 'down' });
    await expect(client.queues.pause('mail', { reason: 'down' })).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await client.queues.resume('mail', { reason: 'up' })).toMatchObject({ paused: false });
    expect((await client.queues.list()).map(({ name }) => name)).toEqual(['default', 'mail']);
    await client.queues.delete('mail', { reason: 'not needed' });
    await expect(client.queues.get('mail')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(client.queues.delete('default')).rejects.toMatchObject({ status: 409 });
    await expect(client.queues.put('bad', { concurrencyLimit: 0 })).rejects.toMatchObject({
      errors: [{ path: 'concurrencyLimit' }],
    });
  });

  it('have one limit over all of them', async () => {
    expect(await client.control.patch({ concurrencyLimit: 50 }, { reason: 'a test' })).toMatchObject({
      concurrencyLimit: 50,
    });
    expect(await client.control.get()).toMatchObject({ concurrencyLimit: 50, live: expect.any(Number) });
    expect(await client.control.patch({ concurrencyLimit: null })).toMatchObject({
      concurrencyLimit: null,
      live: null,
    });
  });
});

describe('schedules', () => {
  it('are made, changed, run, paused, resumed and deleted', async () => {
    const nightly = { cron: '30 2 * * *', timeZone: 'Europe/Berlin', task: { ...task, args: [2n ** 60n] } };
    expect(await client.schedules.put('nightly', nightly, { reason: 'a test' })).toMatchObject({
      name: 'nightly',
      overlap: 'skip',
      catchUp: 'last',
      task: { callable: task.callable, queue: 'default', args: [2n ** 60n] },
    });
    const patched = await client.schedules.patch('nightly', { overlap: 'queue', description: 'for the bank' });
    expect(patched).toMatchObject({ cron: '30 2 * * *', overlap: 'queue', description: 'for the bank' });

    const { taskId } = await client.schedules.run('nightly');
    expect((await client.get(taskId)).args).toEqual([2n ** 60n]);
    expect(await client.schedules.ticks('nightly')).toMatchObject([{ outcome: 'run-now', taskId }]);

    const paused = await client.schedules.pause('nightly', { reason: 'holidays' });
    expect(paused).toMatchObject({ paused: true, pausedReason: 'holidays', nextRunAt: null });
    expect(await client.schedules.resume('nightly')).toMatchObject({ paused: false, lastTaskId: taskId });
    expect((await client.schedules.list()).map(({ name }) => name)).toEqual(['nightly']);
    await client.schedules.delete('nightly');
    await expect(client.schedules.get('nightly')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(client.schedules.put('bad', { ...nightly, cron: '61 * * * *' })).rejects.toMatchObject({
      errors: [{ path: 'cron' }],
    });
  });
});
