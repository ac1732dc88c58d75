import { gzipSync } from 'node:zlib';
import { keepUpload } from './test-stored.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestApi, testApi } from './test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.close());

const large = { args: ['x'.repeat(300_000)], kwargs: { b: 1 } };

test('arguments that were uploaded make a task, and are downloaded as a file by those who may see them', async () => {
  const key = await api.key(['tasks:write', 'tasks:read'], { canViewPayload: true });
  const uploaded = await api.send('POST', '/uploads', { key, body: large });
  expect(uploaded).toMatchObject({ status: 201, body: { sizeBytes: JSON.stringify(large).length } });
  const task = { callable: 'a.b', argumentsUpload: uploaded.body['id'] };
  const { status, body } = await api.send('POST', '/tasks', { key, body: task });
  expect(status).toBe(201);
  const path = `/tasks/${String(body['id'])}`;
  const shown = await api.send('GET', path, { key });
  expect(shown.body).toMatchObject({ stored: { argumentsBytes: uploaded.body['sizeBytes'], resultBytes: null } });
  expect(shown.body).not.toHaveProperty('args');
  const download = await api.send('GET', `${path}/arguments?download=true`, { key });
  expect(JSON.parse(download.text)).toEqual(large);
  // How long it is nobody knows ahead: secrets are masked on its way.
  expect(download.headers.has('content-length')).toBe(false);
  expect(Object.fromEntries(download.headers)).toMatchObject({
    'content-disposition': `attachment; filename="${String(body['id'])}-arguments.json"`,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  const blind = await api.key(['tasks:read']);
  expect((await api.send('GET', `${path}/arguments`, { key: blind })).status).toBe(403);
  expect((await api.send('GET', path, { key: blind })).body).toMatchObject({
    stored: { argumentsBytes: uploaded.body['sizeBytes'] },
  });
  expect(await api.send('HEAD', `${path}/arguments`, { key })).toMatchObject({ status: 200, text: '' });
});

test('an upload of another media type, or one that says it is too large, is refused unread', async () => {
  const key = await api.key(['tasks:write']);
  const other = await api.send('POST', '/uploads', { key, body: '{}', headers: { 'content-type': 'text/plain' } });
  expect(other.status).toBe(415);
  const headers = { 'content-length': String(2 * 1024 ** 3) };
  expect((await api.send('POST', '/uploads', { key, body: '{}', headers })).status).toBe(413);
  expect(await api.db.prisma.upload.count({ where: { owner: { startsWith: 'key:' }, ref: null } })).toBe(0);
});

test('a stored result is what the task page says and the client reads', async () => {
  const key = await api.key(['tasks:read'], { canViewPayload: true });
  const text = JSON.stringify({ big: 'y'.repeat(300_000), n: 12345678901234567890n.toString() });
  const { taskId } = await keepUpload(api, { kind: 'result', content: Buffer.from(text) });
  const shown = await api.send('GET', `/tasks/${taskId}`, { key });
  expect(shown.body).toMatchObject({ result: null, stored: { resultBytes: text.length } });
  expect((await api.send('GET', `/tasks/${taskId}/result`, { key })).text).toBe(text);
});

test('a stored log is read from any byte on, and only by those who may see payloads', async () => {
  const key = await api.key(['tasks:read'], { canViewPayload: true });
  const text = Array.from({ length: 20_000 }, (_, line) => `line ${line}\n`).join('');
  const { attemptId } = await keepUpload(api, { kind: 'log', content: gzipSync(text) });
  const whole = await api.send('GET', `/attempts/${attemptId}/logs/text`, { key });
  expect(whole.text).toBe(text);
  expect(whole.headers.get('x-raydeck-final')).toBe('true');
  const rest = await api.send('GET', `/attempts/${attemptId}/logs/text?offset=100000&download=true`, { key });
  expect(rest.text).toBe(text.slice(100_000));
  expect(rest.headers.get('content-disposition')).toBe(`attachment; filename="${attemptId}.log"`);
  expect((await api.send('GET', `/attempts/${attemptId}/logs/text?offset=99999999`, { key })).text).toBe('');
  expect((await api.send('GET', `/attempts/${attemptId}/logs`, { key })).body).toMatchObject({ stored: true });
  const blind = await api.key(['tasks:read']);
  expect((await api.send('GET', `/attempts/${attemptId}/logs/text`, { key: blind })).status).toBe(403);
});
