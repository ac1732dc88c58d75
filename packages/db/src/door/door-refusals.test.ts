import { testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, refusalOf, refusalOfTask } from './ask.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
  await db.pool.query(
    `INSERT INTO raydeck.queue (name, allowed_callables, profile, allowed_profiles) VALUES
      ('narrow', '{shop.tasks,blog.publish}', NULL, '{}'), ('own', '{}', 'known', '{}'), ('two', '{}', NULL, '{known,other}'),
      ('any', '{}', 'other', '{*}')`,
  );
  await db.pool.query(
    `INSERT INTO raydeck.profile (name, version, created_by) VALUES ('known', 1, 'test'), ('other', 1, 'test')`,
  );
});
afterAll(() => db.close());

const task = { callable: 'shop.tasks.charge' };
const long = (length: number) => 'x'.repeat(length);
const many = (count: number) => Array.from({ length: count }, () => task);

describe('the door refuses a request', () => {
  it.each<[string, unknown, string]>([
    ['that is no object', [], 'RD400 request'],
    ['that is nothing', 'null', 'RD400 request'],
    ['without a version', { tasks: [task] }, 'RD400 version'],
    ['of another version', { version: 2, tasks: [task] }, 'RD400 version'],
    ['of a version as text', { version: '1', tasks: [task] }, 'RD400 version'],
    ['without tasks', { version: 1 }, 'RD400 tasks'],
    ['with tasks that are no list', { version: 1, tasks: task }, 'RD400 tasks'],
    ['with no task', { version: 1, tasks: [] }, 'RD400 tasks'],
    ['with 1001 tasks', { version: 1, tasks: many(1001) }, 'RD400 tasks'],
    ['with a field that nobody knows', { version: 1, tasks: [task], queue: 'x' }, 'RD400 queue'],
    ['to notify in words', { version: 1, tasks: [task], notify: 'perhaps' }, 'RD400 notify'],
    ['with any profile in words', { version: 1, tasks: [task], anyProfile: 'yes' }, 'RD400 anyProfile'],
    ['by nobody', { version: 1, tasks: [task], createdBy: null }, 'RD400 createdBy'],
    ['by a number', { version: 1, tasks: [task], createdBy: 5 }, 'RD400 createdBy'],
    ['by an empty name', { version: 1, tasks: [task], createdBy: '' }, 'RD400 createdBy'],
    [
      'with one key twice',
      {
        version: 1,
        tasks: [
          { ...task, idempotencyKey: 'k' },
          { ...task, idempotencyKey: 'k' },
        ],
      },
      'RD400 tasks',
    ],
    [
      'whose second task is wrong',
      { version: 1, tasks: [task, { ...task, priority: 101 }] },
      'RD400 tasks[1].priority',
    ],
    [
      'whose third task is unknown',
      { version: 1, tasks: [task, task, { ...task, queue: 'absent' }] },
      'RD404 tasks[2].queue',
    ],
  ])('%s', async (_, request, refusal) => {
    expect(await refusalOf(db.pool, request)).toBe(refusal);
  });
});

describe('the door refuses a task', () => {
  it.each<[string, unknown, string]>([
    ['that is no object', 'shop.tasks.charge', 'RD400 tasks[0]'],
    ['that is null', null, 'RD400 tasks[0]'],
    ['without a callable', {}, 'RD400 tasks[0].callable'],
  ])('%s', async (_, item, refusal) => {
    expect(await refusalOf(db.pool, { version: 1, tasks: [item] })).toBe(refusal);
  });

  it.each<[string, unknown[]]>([
    ['kind', ['map', 5, null]],
    [
      'callable',
      [
        null,
        5,
        '',
        'charge',
        '.charge',
        'shop.',
        'shop..charge',
        'shop.1x',
        'shop.ch-arge',
        'shop. charge',
        'shop.tasks\n',
        '__main__.charge',
        'shöp.charge',
        `shop.${long(251)}`,
      ],
    ],
    [
      'args',
      [
        null,
        5,
        {},
        '{}',
        '5',
        'null',
        '',
        '[',
        "['a']",
        '[NaN]',
        '[1,]',
        '["\\u0000"]',
        '["\\ud800"]',
        `[${'['.repeat(20_000)}`,
      ],
    ],
    ['kwargs', [null, 5, [], '[]', '{', '{a: 1}', '{"a": "\\u0000"}', '{"\\udfff": 1}']],
    ['queue', [null, 5, ['default']]],
    ['priority', [101, -101, 1.5, '5', true, 1e30, [1]]],
    [
      'runAt',
      [
        5,
        true,
        'tomorrow',
        'now',
        'infinity',
        '-infinity',
        'epoch',
        '12:00',
        '20300101',
        '01/02/2030',
        '2030-13-01',
        '2030-02-30T00:00:00Z',
        '1969-12-31T23:59:59Z',
        '10000-01-01T00:00:00Z',
        '2030-01-01T00:00:00 Nowhere/Land',
        '',
      ],
    ],
    ['expiresAt', [5, false, 'never', '2030-01-32', '1969-01-01']],
    ['runner', ['ray_core ', 'RAY_JOB', '', 5, ['local']]],
    ['maxAttempts', [0, -1, 101, 1.5, '3', true]],
    ['timeoutSeconds', [0, -1, 0.5, '60', 1e10]],
    [
      'retry',
      [
        'fixed',
        5,
        [],
        {},
        { backoff: 'never' },
        { backoff: null },
        { delaySeconds: 1 },
        { backoff: 'fixed', delaySeconds: -1 },
        { backoff: 'fixed', delaySeconds: '1' },
        { backoff: 'fixed', delaySeconds: null },
        { backoff: 'fixed', maxDelaySeconds: 31_536_001 },
        { backoff: 'fixed', jitter: 'some' },
        { backoff: 'fixed', jitter: null },
        { backoff: 'fixed', more: 1 },
        { backoff: 'fixed', delaysSeconds: [1] },
        { backoff: 'listed' },
        { backoff: 'listed', delaysSeconds: null },
        { backoff: 'listed', delaysSeconds: [] },
        { backoff: 'listed', delaysSeconds: 1 },
        { backoff: 'listed', delaysSeconds: ['1'] },
        { backoff: 'listed', delaysSeconds: [1, null] },
        { backoff: 'listed', delaysSeconds: [1, -1] },
        { backoff: 'listed', delaysSeconds: [31_536_001] },
        { backoff: 'listed', delaysSeconds: Array.from({ length: 101 }, () => 1) },
        { backoff: 'listed', delaysSeconds: [1], delaySeconds: 1 },
        { backoff: 'listed', delaysSeconds: [1], maxDelaySeconds: 1 },
        { backoff: 'fixed', retryOn: null },
        { backoff: 'fixed', retryOn: 'shop.Busy' },
        { backoff: 'fixed', retryOn: [5] },
        { backoff: 'fixed', retryOn: [''] },
        { backoff: 'fixed', giveUpOn: ['no class'] },
        { backoff: 'fixed', giveUpOn: ['shop.'] },
        { backoff: 'fixed', giveUpOn: ['shop.Busy\n'] },
        { backoff: 'fixed', giveUpOn: [`shop.${long(251)}`] },
        { backoff: 'fixed', giveUpOn: Array.from({ length: 51 }, () => 'shop.Busy') },
      ],
    ],
    [
      'resources',
      [
        'all',
        5,
        [],
        { numCpus: -1 },
        { numCpus: '1' },
        { numGpus: 100_001 },
        { memoryBytes: 1e16 },
        { custom: [] },
        { custom: { a: '1' } },
        { custom: { 'a b': 1 } },
        { custom: { a: -1 } },
        { labelSelector: { a: 1 } },
        { labelSelector: { a: long(201) } },
        { isolation: 'thread' },
        { isolation: 1 },
        { runtimeEnv: {} },
      ],
    ],
    ['profile', [5, {}]],
    ['tags', ['a', {}, [5], [''], [null], [long(101)], Array.from({ length: 51 }, (_, at) => `t${at}`)]],
    ['idempotencyKey', ['', 5, long(256), ['k']]],
    ['retriedFrom', ['x', 5, '00000000-0000-7000-8000-00000000000', '00000000000070008000000000000000']],
    ['traceparent', ['x', 5, '00-0AF7651916CD43DD8448EB211C80319C-B7AD6B7169203331-01']],
    ['note', [5, null]],
  ])('with a bad %s', async (field, values) => {
    const refusals = await Promise.all(values.map((value) => refusalOfTask(db.pool, { [field]: value })));
    expect(refusals).toEqual(values.map(() => `RD400 tasks[0].${field}`));
  });

  it('with more than 4 MiB of args and kwargs together', async () => {
    const half = long(2 * 1024 * 1024);
    const refusal = await refusalOfTask(db.pool, { args: JSON.stringify([half]), kwargs: JSON.stringify({ half }) });
    expect(refusal).toBe('RD400 tasks[0].args');
  });

  it('for a queue or profile that does not exist', async () => {
    expect(await refusalOfTask(db.pool, { queue: 'absent' })).toBe('RD404 tasks[0].queue');
    expect(await refusalOfTask(db.pool, { queue: '' })).toBe('RD404 tasks[0].queue');
    expect(await refusalOfTask(db.pool, { profile: 'absent' })).toBe('RD404 tasks[0].profile');
  });

  it('with a profile that its queue neither uses nor allows', async () => {
    const refused = 'RD403 tasks[0].profile';
    const naming = (queue: string, profile: string, rest: object = {}) => ({
      version: 1,
      ...rest,
      tasks: [{ ...task, queue, profile }],
    });
    const others = [naming('default', 'known'), naming('own', 'other'), naming('own', 'other', { anyProfile: false })];
    for (const request of others) expect(await refusalOf(db.pool, request)).toBe(refused);
    const taken = [naming('own', 'known'), naming('two', 'known'), naming('two', 'other'), naming('any', 'known')];
    for (const request of [...taken, naming('default', 'known', { anyProfile: true })])
      expect(await ask(db.pool, request)).toHaveLength(1);
    expect(await refusalOf(db.pool, naming('any', 'absent'))).toBe('RD404 tasks[0].profile');
  });

  it('with a callable that its queue does not allow', async () => {
    const refused = ['shop.tasksx.charge', 'shop.other', 'blog.publisher', 'os.system'];
    for (const callable of refused) {
      expect(await refusalOfTask(db.pool, { callable, queue: 'narrow' })).toBe('RD403 tasks[0].callable');
    }
  });

  it('but takes what lies at or below the prefixes that its queue allows', async () => {
    const tasks = ['shop.tasks', 'shop.tasks.charge', 'blog.publish'].map((callable) => ({
      callable,
      queue: 'narrow',
    }));
    expect(await ask(db.pool, { version: 1, tasks })).toHaveLength(3);
  });

  it('and leaves nothing of the batch it came with', async () => {
    const count = async () => (await db.pool.query('SELECT FROM raydeck.task')).rowCount;
    const before = await count();
    await refusalOf(db.pool, { version: 1, tasks: [task, task, { ...task, profile: 'absent' }] });
    expect(await count()).toBe(before);
  });

  it('but takes every field at its bounds', async () => {
    const full = {
      kind: 'call',
      callable: `shop.${long(250)}`,
      args: '[1]',
      kwargs: '{"a": 1}',
      queue: 'own',
      runAt: '2030-01-01T00:00:00.123456+05:30',
      expiresAt: '9999-12-31T23:59:59Z',
      runner: 'local',
      timeoutSeconds: 999_999_999,
      retry: { backoff: 'fixed', delaySeconds: 0, maxDelaySeconds: 31_536_000, jitter: 'none' },
      resources: {
        numCpus: 0.5,
        numGpus: 0,
        memoryBytes: 1e15,
        custom: { 'a:b': 1 },
        labelSelector: { region: 'eu' },
        isolation: 'process',
      },
      profile: 'known',
      tags: Array.from({ length: 50 }, () => long(100)),
      idempotencyKey: long(255),
      retriedFrom: '00000000-0000-7000-8000-000000000000',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    };
    const tasks = [
      { ...full, priority: 100, maxAttempts: 100 },
      {
        ...task,
        retry: {
          backoff: 'listed',
          delaysSeconds: Array.from({ length: 100 }, (_, index) => (index === 0 ? 31_536_000 : 0.5)),
          jitter: 'full',
          retryOn: Array.from({ length: 50 }, () => `shop.${long(250)}`),
          giveUpOn: ['TimedOut', 'shop.call.<locals>.Refused'],
        },
      },
      { ...task, retry: { backoff: 'fixed', retryOn: [], giveUpOn: [] } },
      { ...full, priority: -100, maxAttempts: 1, idempotencyKey: undefined, runAt: '1970-01-01' },
      // Null is as good as absent where absence means something.
      { ...task, priority: null, runAt: null, expiresAt: null, runner: null, maxAttempts: null, timeoutSeconds: null },
      { ...task, retry: null, resources: null, profile: null, tags: null, idempotencyKey: null, retriedFrom: null },
    ];
    expect(await ask(db.pool, { version: 1, tasks })).toHaveLength(6);
    expect(await ask(db.pool, { version: 1, tasks: many(1000) })).toHaveLength(1000);
  });
});
