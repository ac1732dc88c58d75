import { claim, enqueue, type Login, loginAs, newWorker, testDatabase, type TestDatabase } from '@raydeck/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { contextOf, keyContext } from '../reading/fixtures.ts';
import { changeQueue } from './change-queue.ts';
import { getQueue } from './get-queue.ts';
import { putQueue } from './put-queue.ts';
import { emptyQueue, type QueueChange, settingsProblem } from './queue-settings.ts';

let db: TestDatabase;
let app: Login;

beforeAll(async () => {
  db = await testDatabase();
  app = await loginAs(db, 'raydeck_app');
  await db.pool.query(`INSERT INTO raydeck.profile (name, version, created_by) VALUES ('code', 1, 'test')`);
});
afterAll(async () => {
  await app.close();
  await db.close();
});
beforeEach(async () => {
  await db.pool.query(`TRUNCATE raydeck.task CASCADE; TRUNCATE raydeck.audit_log, raydeck.key_counter;
    DELETE FROM raydeck.queue; INSERT INTO raydeck.queue (name) VALUES ('default')`);
});

const admin = () => contextOf(app, { role: 'ADMIN' });
const put = (settings: QueueChange, name = 'mail') => putQueue(admin(), { name, settings });
const change = (settings: QueueChange, name = 'mail') => changeQueue(admin(), { name, change: settings });
const audits = () => db.prisma.auditLog.findMany({ orderBy: { id: 'asc' } });
const versionOfControl = async () => (await db.prisma.control.findFirstOrThrow()).version;

const all: QueueChange = {
  concurrencyLimit: 4,
  keyLimit: 1,
  rate: { tasks: 100, seconds: 0.5 },
  maxPending: 10,
  runner: 'local',
  allowedRunners: ['local', 'ray_job'],
  profile: 'code',
  allowedProfiles: ['*', 'code'],
  maxAttempts: 7,
  timeoutSeconds: 60,
  retryPolicy: { backoff: 'fixed', delaySeconds: 1.5 },
  allowedCallables: ['shop.tasks'],
  plainCallables: true,
  retention: { succeededDays: 1, failedDays: 'forever' },
};

describe('putQueue', () => {
  it('creates a queue with all that it is told, and replaces all of it', async () => {
    expect(await putQueue(admin(), { name: 'mail', settings: all, reason: 'the shop opens' })).toEqual({ isNew: true });
    expect(await getQueue(admin(), 'mail')).toMatchObject({ ...all, name: 'mail', paused: false, live: 0 });
    expect(await put({ keyLimit: 2 })).toEqual({ isNew: false });
    expect(await getQueue(admin(), 'mail')).toMatchObject({ ...emptyQueue, keyLimit: 2 });
    expect(await audits()).toMatchObject([
      { action: 'queue.create', targetId: 'mail', reason: 'the shop opens', actor: 'user:ada@example.com', after: all },
      { action: 'queue.update', reason: null, before: all, after: { ...emptyQueue, keyLimit: 2 } },
    ]);
  });

  it('changes nothing when nothing differs: no audit row, no new updatedAt, no claim held off', async () => {
    await put(all);
    const [before, version] = [await getQueue(admin(), 'mail'), await versionOfControl()];
    await put(all);
    await change({ rate: { tasks: 100, seconds: 0.5 }, runner: 'local' });
    expect(await getQueue(admin(), 'mail')).toEqual(before);
    expect(await versionOfControl()).toBe(version);
    expect(await audits()).toHaveLength(1);
  });

  it('makes one queue of two at once, as one of the two wants it', async () => {
    const wanted = [{ ...all, keyLimit: 5 }, { maxAttempts: 2 }];
    const made = await Promise.all(wanted.map((settings) => put(settings)));
    expect(made.filter(({ isNew }) => isNew)).toHaveLength(1);
    const { concurrencyLimit, keyLimit, maxAttempts } = await getQueue(admin(), 'mail');
    expect([
      [4, 5, 7],
      [null, null, 2],
    ]).toContainEqual([concurrencyLimit, keyLimit, maxAttempts]);
    expect((await audits()).map(({ action }) => action)).toEqual(['queue.create', 'queue.update']);
  });

  it('refuses to create one that is there, when told to create', async () => {
    const creating = putQueue(admin(), { name: 'default', settings: {} }, 'absent');
    await expect(creating).rejects.toMatchObject({ code: 'CONFLICT', path: 'name' });
  });

  it('makes a thousand queues and no more', async () => {
    await db.pool.query(`INSERT INTO raydeck.queue (name) SELECT 'q' || g FROM generate_series(1, 998) AS g`);
    const last = await Promise.allSettled(['a', 'b', 'c'].map((name) => put({}, name)));
    expect(last.map(({ status }) => status).toSorted((a, b) => a.localeCompare(b))).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
    ]);
    expect(await db.prisma.queue.count()).toBe(1_000);
  });

  it('is for administrators, and for keys that reach the whole queue', async () => {
    const refused = [
      contextOf(app, { role: 'OPERATOR' }),
      keyContext(app, { scopes: ['tasks:operate'] }),
      keyContext(app, { scopes: ['admin'], queues: ['default'] }),
      keyContext(app, { scopes: ['admin'], callables: ['shop'] }),
      keyContext(app, { scopes: ['admin'], ownTasksOnly: true }),
    ];
    for (const context of refused) {
      await expect(putQueue(context, { name: 'mail', settings: {} })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
    await putQueue(keyContext(app, { scopes: ['admin'], queues: ['mail'] }), { name: 'mail', settings: {} });
  });
});

describe('settings', () => {
  it.each<[unknown, string]>([
    [{ concurrencyLimit: 0 }, 'settings.concurrencyLimit'],
    [{ concurrencyLimit: 100_001 }, 'settings.concurrencyLimit'],
    [{ keyLimit: 1.5 }, 'settings.keyLimit'],
    [{ maxPending: '3' }, 'settings.maxPending'],
    [{ rate: { tasks: 0, seconds: 1 } }, 'settings.rate.tasks'],
    [{ rate: { tasks: 1, seconds: 0.09 } }, 'settings.rate.seconds'],
    [{ rate: { tasks: 1 } }, 'settings.rate.seconds'],
    [{ rate: { tasks: 1, seconds: Infinity } }, 'settings.rate.seconds'],
    [{ runner: 'k8s' }, 'settings.runner'],
    [{ allowedRunners: ['local', 'k8s'] }, 'settings.allowedRunners[1]'],
    [{ allowedRunners: ['local'] }, 'runner'],
    [{ allowedRunners: ['local'], runner: 'ray_job' }, 'runner'],
    [{ allowedRunners: ['local', 'local'], runner: 'local' }, 'allowedRunners'],
    [{ profile: '../x' }, 'settings.profile'],
    [{ allowedProfiles: ['code', '../x'] }, 'settings.allowedProfiles[1]'],
    [{ maxAttempts: 101 }, 'settings.maxAttempts'],
    [{ timeoutSeconds: 0 }, 'settings.timeoutSeconds'],
    [{ retryPolicy: { backoff: 'slow' } }, 'settings.retryPolicy.backoff'],
    [{ retryPolicy: { backoff: 'fixed', delaySeconds: -1 } }, 'settings.retryPolicy.delaySeconds'],
    [{ retryPolicy: {} }, 'settings.retryPolicy.backoff'],
    [{ allowedCallables: ['shop.tasks; rm'] }, 'settings.allowedCallables[0]'],
    [{ plainCallables: null }, 'settings.plainCallables'],
    [{ paused: true }, 'settings.paused'],
  ])('refuse %j and name %s', async (settings, path) => {
    await expect(put(settings as QueueChange)).rejects.toMatchObject({ code: 'INVALID', path });
    expect(await db.prisma.queue.count()).toBe(1);
  });

  it('refuse names that the table would refuse, and a profile that is not there', async () => {
    for (const name of ['', '-x', 'a b', 'a/b', 'a'.repeat(101), 'a\u0000']) {
      await expect(put({}, name)).rejects.toMatchObject({ code: 'INVALID', path: 'name' });
    }
    await expect(put({ profile: 'gone' })).rejects.toMatchObject({ code: 'NOT_FOUND', path: 'profile' });
    const wrong = put({ allowedProfiles: ['*', 'code', 'gone'] });
    await expect(wrong).rejects.toMatchObject({ code: 'NOT_FOUND', path: 'allowedProfiles[2]' });
  });

  it('that the schema takes are taken by the table, and come back as they were', async () => {
    const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
    const limits = fc.integer({ min: 1, max: 100_000 });
    const runner = fc.constantFrom('ray_job' as const, 'local' as const);
    const settings = fc
      .record({
        concurrencyLimit: some(limits),
        keyLimit: some(limits),
        maxPending: some(limits),
        rate: some(
          fc.record({
            tasks: fc.integer({ min: 1, max: 1_000_000 }),
            seconds: fc.double({ min: 0.1, max: 86_400, noNaN: true }),
          }),
        ),
        runner: some(runner),
        allowedRunners: fc.uniqueArray(runner),
        profile: fc.constantFrom(null, 'code'),
        allowedProfiles: fc.subarray(['*', 'code']),
        maxAttempts: some(fc.integer({ min: 1, max: 100 })),
        timeoutSeconds: some(fc.integer({ min: 1, max: 999_999_999 })),
        retryPolicy: some(
          fc.record(
            {
              backoff: fc.constantFrom('fixed' as const, 'linear' as const, 'exponential' as const),
              delaySeconds: fc.double({ min: 0, max: 31_536_000, noNaN: true }).map((seconds) => seconds + 0),
              jitter: fc.constantFrom('none' as const, 'full' as const, 'equal' as const),
            },
            { requiredKeys: ['backoff'] },
          ),
        ),
        allowedCallables: fc.array(fc.constantFrom('shop', 'shop.tasks', '_a.B9')),
        plainCallables: fc.boolean(),
        retention: fc.option(
          fc.record(
            {
              succeededDays: fc.constantFrom(0.01, 1, 'forever' as const),
              failedDays: fc.constantFrom(30.5, 36_500, 'forever' as const),
              canceledDays: fc.constantFrom(7, 'forever' as const),
            },
            { requiredKeys: [] },
          ),
        ),
      })
      .filter((candidate) => settingsProblem(candidate) === null);
    await fc.assert(
      fc.asyncProperty(settings, async (wanted) => {
        await put(wanted);
        expect(await getQueue(admin(), 'mail')).toMatchObject(wanted);
      }),
      { numRuns: 60 },
    );
  });
});

describe('changeQueue', () => {
  it('changes what is named and leaves the rest', async () => {
    await put(all);
    await change({ keyLimit: null, maxAttempts: 3 });
    expect(await getQueue(admin(), 'mail')).toMatchObject({ ...all, keyLimit: null, maxAttempts: 3 });
    expect((await audits()).at(-1)).toMatchObject({
      before: { keyLimit: 1, maxAttempts: 7 },
      after: { keyLimit: null, maxAttempts: 3 },
    });
  });

  it('looks at the settings as a whole: runner and allowedRunners must still fit', async () => {
    await put(all);
    await expect(change({ runner: null })).rejects.toMatchObject({ code: 'INVALID', path: 'runner' });
    await change({ runner: null, allowedRunners: [] });
  });

  it('loses none of many changes at once', async () => {
    await put({});
    const changes: QueueChange[] = [
      { concurrencyLimit: 9 },
      { keyLimit: 8 },
      { maxAttempts: 7 },
      { maxPending: 6 },
      { plainCallables: true },
      { timeoutSeconds: 5 },
    ];
    await Promise.all(changes.map((one) => change(one)));
    expect(await getQueue(admin(), 'mail')).toMatchObject(Object.assign({}, ...changes));
  });

  it('lets one of two win who read the same state', async () => {
    await put({});
    const { updatedAt } = await getQueue(admin(), 'mail');
    const edits: QueueChange[] = [{ keyLimit: 1 }, { keyLimit: 2 }];
    const both = await Promise.allSettled(
      edits.map((edit) => changeQueue(admin(), { name: 'mail', change: edit, updatedAt })),
    );
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'CONFLICT' } });
  });

  it('finds no queue of a name that is none', async () => {
    for (const name of ['gone', 'a\u0000', '\ud800', '']) {
      await expect(change({}, name)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
  });
});

describe('a change of a limit', () => {
  it('counts what runs already, and holds for the next claim', async () => {
    const worker = await newWorker(db);
    await put({});
    await enqueue(db, ...Array.from({ length: 6 }, () => ({ queue: 'mail' })));
    await claim(db, worker, { limit: 3 });
    expect((await getQueue(admin(), 'mail')).live).toBeNull();
    await change({ concurrencyLimit: 4 });
    expect((await getQueue(admin(), 'mail')).live).toBe(3);
    expect(await claim(db, worker)).toHaveLength(1);
    expect(await claim(db, worker)).toEqual([]);
  });

  it('holds claims off, and a change of anything else does not', async () => {
    await put({});
    const before = await versionOfControl();
    await change({ maxAttempts: 2, profile: 'code', allowedCallables: ['shop'] });
    expect(await versionOfControl()).toBe(before);
    await change({ rate: { tasks: 1, seconds: 1 } });
    expect(await versionOfControl()).toBe(before + 1n);
  });

  it('is seen by all workers that claim meanwhile', async () => {
    await put({});
    await enqueue(db, ...Array.from({ length: 200 }, () => ({ queue: 'mail' })));
    const workers = await Promise.all([newWorker(db), newWorker(db), newWorker(db)]);
    const claims = workers.map(async (worker) => {
      for (let round = 0; round < 10; round += 1) await claim(db, worker, { limit: 2 });
    });
    await Promise.all([...claims, change({ concurrencyLimit: 5 })]);
    const held = () => db.prisma.attempt.count({ where: { releasedAt: null } });
    const { live } = await getQueue(admin(), 'mail');
    expect(await held()).toBe(live);
    await Promise.all(workers.map((worker) => claim(db, worker)));
    expect(await held()).toBe(Math.max(5, live ?? 0));
  });
});
