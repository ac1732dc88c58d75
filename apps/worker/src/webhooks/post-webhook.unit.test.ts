import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllowedTargets } from './address-rules.ts';
import { createPostWebhook } from './post-webhook.ts';
import { startReceiver } from './receiver.fixture.ts';

let receiver: Awaited<ReturnType<typeof startReceiver>>;

beforeAll(async () => {
  receiver = await startReceiver((path) => Number(/\d{3}/.exec(path)?.[0] ?? 200));
});
afterAll(() => receiver.stop());

const loopback = parseAllowedTargets(['127.0.0.1']);
const nothing = parseAllowedTargets([]);
const requests = () => receiver.received.length;

describe('A webhook', () => {
  it('posts body and headers, and tells the status and nothing else', async () => {
    const post = createPostWebhook(loopback);
    expect(await post(`${receiver.url}/200?a=b`, { 'webhook-id': 'm' }, '{"ü":1}')).toEqual({ statusCode: 200 });
    expect(receiver.received.at(-1)).toMatchObject({
      path: '/200?a=b',
      body: '{"ü":1}',
      headers: { 'webhook-id': 'm' },
    });
    expect(await post(`${receiver.url}/503`, {}, '{}')).toEqual({ statusCode: 503 });
  });

  it('follows no redirect', async () => {
    const before = requests();
    expect(await createPostWebhook(loopback)(`${receiver.url}/302`, {}, '{}')).toEqual({ statusCode: 302 });
    expect(requests()).toBe(before + 1);
  });

  it('does not read an answer without an end', async () => {
    expect(await createPostWebhook(loopback)(`${receiver.url}/endless`, {}, '{}')).toEqual({ statusCode: 200 });
  });

  it.each([
    ['loopback', () => receiver.url],
    ['loopback in other words', () => receiver.url.replace('127.0.0.1', '2130706433')],
    ['loopback within IPv6', () => receiver.url.replace('127.0.0.1', '[::ffff:127.0.0.1]')],
    ['a cloud’s metadata', () => 'http://169.254.169.254/latest/meta-data'],
  ])('does not go to %s', async (_what, url) => {
    const before = requests();
    const answered = await createPostWebhook(nothing)(url(), {}, '{}');
    expect(answered).toMatchObject({ statusCode: null, error: expect.stringContaining('WEBHOOK_ALLOWED_TARGETS') });
    expect(requests()).toBe(before);
  });

  it('goes to no name of which one address is private', async () => {
    const resolve = async () => [
      { address: '8.8.8.8', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ];
    const url = `${receiver.url.replace('127.0.0.1', 'rebind.example')}/`;
    expect(await createPostWebhook(nothing, resolve)(url, {}, '{}')).toMatchObject({ statusCode: null });
  });

  it('looks a name up once, and dials what was checked', async () => {
    let asked = 0;
    // Whoever looked again would be led to another address.
    const resolve = async () => [{ address: (asked += 1) === 1 ? '127.0.0.1' : '127.0.0.9', family: 4 }];
    const url = receiver.url.replace('127.0.0.1', 'hooks.example');
    expect(await createPostWebhook(loopback, resolve)(`${url}/200`, {}, '{}')).toEqual({ statusCode: 200 });
    expect(asked).toBe(1);
    expect(receiver.received.at(-1)?.headers.host).toMatch(/^hooks\.example:/);
  });

  it('goes over http only where the setting says so', async () => {
    const resolve = async () => [{ address: '8.8.8.8', family: 4 }];
    expect(await createPostWebhook(nothing, resolve)('http://hooks.example/', {}, '{}')).toMatchObject({
      error: expect.stringContaining('not https'),
    });
  });

  it('says that nobody is there', async () => {
    expect(await createPostWebhook(loopback)('http://127.0.0.1:1/', {}, '{}')).toEqual({
      statusCode: null,
      error: 'It could not be reached: ECONNREFUSED.',
    });
  });
});
