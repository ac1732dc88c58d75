import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { samples } from './test-samples.ts';
import { testApi, type TestApi } from './test-api.ts';

let api: TestApi;

beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.close());
beforeEach(() => api.signIn('ADMIN'));

const image = { source: { kind: 'image' } };
const put = (name: string, body: object) => api.send('PUT', `/profiles/${name}`, { body: { ...image, ...body } });

describe('/profiles', () => {
  it('makes versions, lists them, and tells them apart', async () => {
    const first = {
      envVars: { MODE: 'test' },
      requirements: { installer: 'uv', packages: ['numpy==2'] },
      reason: 'a new shop',
    };
    expect(await put('shop', first)).toMatchObject({ status: 201, body: { name: 'shop', version: 1, isNew: true } });
    expect(await put('shop', first)).toMatchObject({ status: 200, body: { version: 1, isNew: false } });
    expect(await put('shop', { envVars: { MODE: 'live' }, djangoSettingsModule: 'shop.settings' })).toMatchObject({
      status: 201,
    });
    expect(await api.send('GET', '/profiles')).toMatchObject({ body: { items: [{ name: 'shop', version: 2 }] } });
    expect(await api.send('GET', '/profiles/shop')).toMatchObject({
      body: { name: 'shop', queues: [], versions: [{ version: 2 }, { version: 1, reason: 'a new shop' }] },
    });
    expect(await api.send('GET', '/profiles/shop/versions/1')).toMatchObject({
      body: { envVars: { MODE: 'test' }, python: null },
    });
    expect((await api.send('GET', '/profiles/shop/diff?from=1&to=2')).body['changes']).toEqual([
      { path: 'djangoSettingsModule', before: null, after: 'shop.settings' },
      { path: 'envVars.MODE', before: 'test', after: 'live' },
      { path: 'requirements.installer', before: 'uv', after: null },
      { path: 'requirements.packages', before: ['numpy==2'], after: null },
    ]);
  });

  it('never shows what a secret holds, in no answer and no log', async () => {
    const answers = [
      await put('kept', { secrets: { API_KEY: 'hunter2-hunter2' } }),
      await put('kept', { secrets: { API_KEY: 'hunter2-other', OTHER: 'hunter2-two' } }),
      await put('kept', { secrets: { API_KEY: true }, envVars: { PATH: 'x' } }),
      await put('kept', { secrets: { 'A-B': 'hunter2-bad' } }),
      await put('kept', { secrets: { API_KEY: ['hunter2-bad'] } }),
      await api.send('GET', '/profiles/kept'),
      await api.send('GET', '/profiles/kept/diff?from=1&to=2'),
      await api.send('GET', '/audit?targetId=kept'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 400, 400, 400, 200, 200, 200]);
    for (const { text } of answers) expect(text).not.toContain('hunter2');
    expect(JSON.stringify(api.logged)).not.toContain('hunter2');
    expect(answers[5]).toMatchObject({ body: { versions: [{ secretNames: ['API_KEY', 'OTHER'] }, {}] } });
  });

  it('takes names that every object has for what they are', async () => {
    const names = { toString: 'a', constructor: 'b' };
    expect(await put('names', { secrets: names })).toMatchObject({ status: 201 });
    expect(await put('names', { envVars: names })).toMatchObject({ status: 201 });
    expect(await put('names', { secrets: { valueOf: true } })).toMatchObject({ status: 400 });
  });

  it.each([
    [{ source: { kind: 'uri', uri: 'http://x.example/a.zip' } }, 'source.uri'],
    [{ source: { kind: 'uri', uri: 'file:///etc/a.zip' } }, 'source.uri'],
    [{ source: { kind: 'package', hash: 'junk' } }, 'source.hash'],
    [{ source: { kind: 'directory', path: '/' } }, 'source.kind'],
    [{ source: undefined }, 'source'],
    [{ envVars: { RAY_ADDRESS: 'x' } }, 'envVars.RAY_ADDRESS'],
    [{ secrets: { PYTHONPATH: 'x' } }, 'secrets.PYTHONPATH'],
    [{ requirements: { installer: 'pip', packages: ['--index-url https://x'] } }, 'requirements.packages[0]'],
    [{ python: '$(id)' }, 'python'],
    [{ py_executable: 'python' }, 'py_executable'],
    [{ envVars: [] }, 'envVars'],
  ])('refuses %j', async (body, path) => {
    expect(await put('refused', body)).toMatchObject({ status: 400, body: { code: 'INVALID', errors: [{ path }] } });
    expect(await api.send('GET', '/profiles/refused')).toMatchObject({ status: 404 });
  });

  it('answers 404 to names and versions that are none, 400 to a name that cannot be one', async () => {
    for (const path of [
      '/profiles/none',
      '/profiles/shop/versions/99',
      '/profiles/shop/diff?from=1&to=99',
      '/profiles/%00',
      '/profiles/%00/versions/1',
      '/profiles/%00/diff?from=1&to=1',
    ]) {
      expect(await api.send('GET', path)).toMatchObject({ status: 404 });
    }
    expect(await api.send('GET', '/profiles/shop/versions/junk')).toMatchObject({ status: 400 });
    expect(await put('-junk', {})).toMatchObject({ status: 400 });
    expect(await put('%F0%9F%98%80', {})).toMatchObject({ status: 400 });
  });

  it('enqueues a test that says what it finds', async () => {
    const { status, body, headers } = await api.send('POST', '/profiles/shop/test');
    expect(status).toBe(202);
    const task = await api.send('GET', `/tasks/${String(body['taskId'])}`);
    expect(task.body).toMatchObject({ state: 'QUEUED', callable: 'raydeck.profile_test.run', tags: ['profile-test'] });
    expect(headers.get('location')).toBe(`/api/v1/tasks/${String(body['taskId'])}`);
    expect(await api.send('POST', '/profiles/shop/test', { body: { queue: 'none' } })).toMatchObject({
      status: 404,
      body: { errors: [{ path: 'queue' }] },
    });
  });
});

describe('/packages', () => {
  const upload = (hash: string, body: Uint8Array, type = 'application/zip') =>
    api.send('PUT', `/packages/${hash}`, { body, headers: { 'content-type': type } });

  it('keeps a zip under its hash, for a profile to name', async () => {
    const sample = await samples['putPackage']?.(api);
    const content = sample?.body as Buffer;
    const hash = sample?.params?.['hash'] ?? '';
    const kept = { hash, sizeBytes: content.length };
    expect(await put('code', { source: { kind: 'package', hash } })).toMatchObject({
      status: 409,
      body: { code: 'PRECONDITION' },
    });
    expect(await upload(hash, content)).toMatchObject({ status: 201, body: kept });
    expect(await upload(hash, content)).toMatchObject({ status: 200, body: kept });
    expect(await put('code', { source: { kind: 'package', hash } })).toMatchObject({ status: 201 });
    expect(await api.send('GET', '/profiles/code')).toMatchObject({
      body: { versions: [{ source: { kind: 'package', ...kept } }] },
    });
  });

  it('refuses another hash, what is no zip, another type, and what is larger than Ray takes', async () => {
    const bytes = Buffer.from('no zip');
    const hash = createHash('sha256').update(bytes).digest('hex');
    expect(await upload(hash, bytes)).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('not a zip') },
    });
    expect(await upload('junk', bytes)).toMatchObject({ status: 400 });
    expect(await upload(hash, bytes, 'application/json')).toMatchObject({ status: 415 });
    expect(await upload(hash, Buffer.alloc(100 * 1024 * 1024))).toMatchObject({
      status: 413,
      body: { code: 'TOO_LARGE' },
    });
  });
});

describe('/catalogue', () => {
  const entry = {
    callable: 'shop.tasks.charge',
    kind: 'raydeck',
    doc: 'Charges a card.',
    owner: null,
    isAsync: false,
    parameters: [{ name: 'amount', kind: 'keyword_only', required: true, default: null, schema: { type: 'integer' } }],
    returns: { type: 'object' },
    options: { queue: 'default' },
  };
  const putEntries = (entries: object[]) =>
    api.send('PUT', '/profiles/priced/versions/1/catalogue', { body: { entries } });

  it('is put for a version, listed for the current ones, and holds what is enqueued', async () => {
    await put('priced', {});
    expect(await putEntries([entry])).toMatchObject({ status: 200, body: { count: 1 } });
    const listed = await api.send('GET', '/catalogue?profile=priced');
    expect(listed.body['items']).toEqual([{ ...entry, profile: 'priced', version: 1 }]);

    const task = { callable: 'shop.tasks.charge', profile: 'priced' };
    const send = (kwargs: object) => api.send('POST', '/tasks', { body: { ...task, kwargs } });
    expect(await send({ amount: 1 })).toMatchObject({ status: 201 });
    expect(await send({ amount: '1' })).toMatchObject({
      status: 400,
      body: { code: 'INVALID', errors: [{ path: 'kwargs.amount', problem: 'must be integer' }] },
    });
    const batch = await api.send('POST', '/tasks/batch', {
      body: {
        tasks: [
          { ...task, kwargs: { amount: 1 } },
          { ...task, args: [1] },
        ],
      },
    });
    expect(batch).toMatchObject({ status: 400, body: { errors: [{ path: 'tasks[1].args[0]' }] } });
    const exact = '{"callable": "shop.tasks.charge", "profile": "priced", "kwargs": {"amount": 9007199254740993}}';
    expect(await api.send('POST', '/tasks', { body: exact })).toMatchObject({ status: 201 });
  });

  it('refuses entries with the place of what is wrong', async () => {
    for (const [entries, path] of [
      [[{ ...entry, callable: 'charge' }], 'entries[0].callable'],
      [
        [{ ...entry, parameters: [{ ...entry.parameters[0], schema: { type: 'strnig' } }] }],
        'entries[0].parameters[0].schema',
      ],
      [[{ ...entry, parameters: [{ ...entry.parameters[0], kind: 'KEYWORD_ONLY' }] }], 'entries[0].parameters[0].kind'],
      [[entry, { ...entry, callable: 'a.b', more: 1 }], 'entries[1].more'],
    ] as const) {
      expect(await putEntries([...entries])).toMatchObject({ status: 400, body: { errors: [{ path }] } });
    }
    expect(await api.send('PUT', '/profiles/none/versions/1/catalogue', { body: { entries: [] } })).toMatchObject({
      status: 404,
    });
  });
});
