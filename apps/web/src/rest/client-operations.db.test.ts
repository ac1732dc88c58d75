import { createHash } from 'node:crypto';
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
    expect(
      await client.queues.patch('mail', {
        rate: null,
        retryPolicy: { backoff: 'listed', delaysSeconds: [1, 60], giveUpOn: ['shop.Refused'] },
      }),
    ).toMatchObject({
      concurrencyLimit: 5,
      rate: null,
      retryPolicy: { backoff: 'listed', delaysSeconds: [1, 60], giveUpOn: ['shop.Refused'] },
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

describe('retention', () => {
  it('tells what would go, and is asked for once however often', async () => {
    expect(await client.retention.preview()).toMatchObject({ items: [], isPartial: false, pinned: { count: 0 } });
    const { id } = await client.retention.run({ reason: 'a test' });
    expect(await client.retention.run()).toEqual({ id });
    const { settings, runs } = await client.retention.get();
    expect(settings).toMatchObject({ succeededDays: 7, auditDays: 400 });
    expect(runs).toMatchObject([{ id, requestedBy: expect.stringMatching(/^key:/), finishedAt: null, tasks: 0 }]);
  });
});

/** Of `shop.py`. */
const zip =
  'UEsDBBQAAAAAAAAAIgA7ifaLBgAAAAYAAAAHAAAAc2hvcC5weXggPSAxClBLAQIUAxQAAAAAAAAAIgA7ifaLBgAAAAYAAAAHAAAA' +
  'AAAAAAAAAACkgQAAAABzaG9wLnB5UEsFBgAAAAABAAEANQAAACsAAAAAAA==';

describe('profiles', () => {
  it('are uploaded, put, compared, tested, and tell what their code offers', async () => {
    const content = Buffer.from(zip, 'base64');
    const hash = createHash('sha256').update(content).digest('hex');
    const kept = { hash, sizeBytes: content.length };
    expect(await client.profiles.uploadPackage({ hash, content })).toEqual(kept);
    expect(await client.profiles.uploadPackage({ hash, content })).toEqual(kept);

    const source = { kind: 'package' as const, hash };
    const put = await client.profiles.put('shop', { source, secrets: { TOKEN: 'x' } }, { reason: 'a test' });
    expect(put).toEqual({ name: 'shop', version: 1, isNew: true });
    const kept2 = { source, secrets: { TOKEN: true as const } };
    expect(await client.profiles.put('shop', kept2)).toEqual({ name: 'shop', version: 1, isNew: false });
    await client.profiles.put('shop', { ...kept2, envVars: { STAGE: 'test' }, python: 'python3' });
    expect((await client.profiles.list()).map(({ name, version }) => [name, version])).toEqual([['shop', 2]]);
    expect((await client.profiles.get('shop')).versions.map(({ version }) => version)).toEqual([2, 1]);
    expect(await client.profiles.version('shop', 1)).toMatchObject({ secretNames: ['TOKEN'], reason: 'a test' });
    expect((await client.profiles.diff('shop', { from: 1, to: 2 })).map(({ path }) => path)).toEqual(
      expect.arrayContaining(['envVars.STAGE', 'python']),
    );

    const { taskId } = await client.profiles.test('shop', { queue: 'default' });
    expect(await client.get(taskId)).toMatchObject({ state: 'QUEUED', effective: { profile: { value: 'shop' } } });

    const order = {
      name: 'order',
      kind: 'positional_or_keyword' as const,
      required: true,
      schema: { type: 'integer' },
    };
    const entry = { callable: 'shop.charge', kind: 'raydeck' as const, parameters: [order] };
    expect(await client.profiles.putCatalogue('shop', 2, [entry])).toEqual({ count: 1 });
    expect(await client.catalogue({ profile: 'shop' })).toMatchObject([{ ...entry, profile: 'shop', version: 2 }]);
    const wrong = client.enqueue({ callable: 'shop.charge', args: ['x'], profile: 'shop' });
    await expect(wrong).rejects.toMatchObject({ code: 'INVALID', errors: [{ path: 'args[0]' }] });
  });
});
