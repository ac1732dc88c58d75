import {
  claim,
  endLease,
  enqueue,
  type Login,
  loginAs,
  newWorker,
  testDatabase,
  type TestDatabase,
} from '@raydeck/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { coreCalls } from './core-calls.ts';
import { expireTasks } from './expire-tasks.ts';
import { stopWorker } from './lease.ts';
import { nextDue } from './next-due.ts';

let db: TestDatabase;
let app: Login;
let workerId: string;

beforeAll(async () => {
  db = await testDatabase();
  app = await loginAs(db, 'raydeck_app');
  await db.pool.query(`INSERT INTO raydeck.queue (name) VALUES ('mail'), ('orders')`);
});
beforeEach(async () => {
  await db.pool.query(`TRUNCATE raydeck.task CASCADE; TRUNCATE raydeck.worker`);
  await db.pool.query(`UPDATE raydeck.queue SET paused = false, paused_at = NULL, runner = NULL, profile = NULL,
    max_attempts = NULL, plain_callables = false`);
  workerId = await newWorker(db);
});
afterAll(async () => {
  await app.close();
  await db.close();
});

const past = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();
const future = past(-3600);

describe('claim', () => {
  it('takes by priority, then by runAt, then by the order of enqueueing', async () => {
    const [first, second, third, fourth, fifth] = await enqueue(
      db,
      { priority: 0, runAt: past(60) },
      { priority: 10, runAt: past(10) },
      { priority: 10, runAt: past(20) },
      { priority: -5, runAt: past(3600) },
      { priority: 0, runAt: past(60) },
    );
    for (const next of [third, second, first, fifth, fourth]) {
      expect((await claim(app, workerId, { limit: 1 })).map(({ taskId }) => taskId)).toEqual([next]);
    }
  });

  it('takes the most urgent first, in whichever queue they are, and answers in that order', async () => {
    const queues = ['mail', 'orders', 'default'];
    const tasks = Array.from({ length: 18 }, (_, at) => ({ queue: queues[at % 3], priority: (at * 7) % 18 }));
    const ids = await enqueue(db, ...tasks);
    const byPriority = ids.toSorted((a, b) => priorityOf(b) - priorityOf(a));
    function priorityOf(id: string): number {
      return tasks[ids.indexOf(id)]?.priority ?? NaN;
    }
    for (const limit of [4, 1, 1, 2, 10]) {
      const claimed = (await claim(app, workerId, { limit })).map(({ taskId }) => taskId);
      expect(claimed).toEqual(byPriority.splice(0, limit));
    }
  });

  it('moves the task to RUNNING and makes an attempt SUBMITTED, with worker and cluster', async () => {
    const [taskId = ''] = await enqueue(db, { resources: { numCpus: 2 } });
    const [row] = await claim(app, workerId);
    const task = await db.prisma.task.findUniqueOrThrow({ where: { id: taskId }, include: { attempts: true } });
    const { id: installation } = await db.prisma.installation.findFirstOrThrow();
    expect(task).toMatchObject({ state: 'RUNNING', attemptCount: 1, startedAt: expect.any(Date) });
    expect(task.attempts).toMatchObject([
      { id: row?.attemptId, number: 1, state: 'SUBMITTED', workerId, runner: 'ray_job', startedAt: null },
    ]);
    expect(row).toMatchObject({
      taskId,
      number: 1,
      queue: 'default',
      runner: 'ray_job',
      executionName: `rd-${installation}-${row?.attemptId}`,
      rayAddress: 'http://ray:8265',
      raySession: 'session_1',
      resources: { numCpus: 2 },
    });
    expect(task.attempts[0]?.rayJobId).toBe(row?.executionName);
    expect(row?.waitMs).toBeGreaterThanOrEqual(0);
  });

  it('names no cluster for what runs beside the worker', async () => {
    await enqueue(db, { runner: 'local' });
    expect(await claim(app, workerId)).toMatchObject([{ runner: 'local', rayAddress: null, raySession: null }]);
  });

  it('brings the newest version of the profile, the task’s before the queue’s', async () => {
    await db.pool.query(`
      INSERT INTO raydeck.profile (name, version, created_by) VALUES ('a', 1, 't'), ('a', 2, 't'), ('b', 1, 't');
      UPDATE raydeck.queue SET profile = 'b' WHERE name = 'mail'`);
    await enqueue(db, { queue: 'mail', priority: 2 }, { queue: 'mail', profile: 'a', priority: 1 }, {});
    const profiles = await db.prisma.profile.findMany();
    const idOf = (name: string, version: number) =>
      profiles.find((profile) => profile.name === name && profile.version === version)?.id;
    const rows = await claim(app, workerId);
    expect(rows.map(({ profileId }) => profileId)).toEqual([idOf('b', 1), idOf('a', 2), null]);
  });

  it('brings a small first call of ray_core as coreCalls would read it, and no other', async () => {
    await db.pool.query(`UPDATE raydeck.queue SET max_attempts = 7, plain_callables = true WHERE name = 'mail'`);
    const large = JSON.stringify(['x'.repeat(5_000)]);
    await enqueue(
      db,
      { queue: 'mail', callable: 'shop.send', args: '[1, 2.50]', kwargs: '{"a": null}', tags: ['x'], priority: 3 },
      { args: large, priority: 2 },
      { runner: 'local', priority: 1 },
    );
    const options = { runners: ['ray_core', 'local'], defaultRunner: 'ray_core' };
    const [small, ...others] = await claim(app, workerId, options);
    const [read] = await app.run(coreCalls, [[small?.attemptId ?? ''], workerId]);
    expect(read).toMatchObject({ args: '[1, 2.50]', queueMaxAttempts: 7, plainCallables: true, isDoubtful: false });
    const { earlierAttempts: _, isDoubtful: __, ...call } = read ?? {};
    expect(small).toMatchObject(call);
    expect(others.map(({ args, kwargs }) => [args, kwargs])).toEqual([
      [null, null],
      [null, null],
    ]);
    await db.pool.query(`
      UPDATE raydeck.attempt SET state = 'FAILED', finished_at = clock_timestamp();
      UPDATE raydeck.task SET state = 'QUEUED'`);
    const [again] = await claim(app, workerId, options);
    expect(again).toMatchObject({ taskId: small?.taskId, number: 2, args: null });
  });

  it('leaves what is for later, expired, parked or of a paused queue', async () => {
    const ids = await enqueue(db, { runAt: future }, { expiresAt: past(1) }, {}, { queue: 'mail' });
    await db.pool.query('UPDATE raydeck.task SET parked = true WHERE id = $1', [ids[2]]);
    await db.pool.query(`UPDATE raydeck.queue SET paused = true, paused_at = clock_timestamp() WHERE name = 'mail'`);
    expect(await claim(app, workerId)).toEqual([]);
  });

  it('takes only from the queues that the worker serves', async () => {
    const [mail] = await enqueue(db, { queue: 'mail' }, { queue: 'orders' });
    expect((await claim(app, workerId, { queues: ['mail', 'absent'] })).map(({ taskId }) => taskId)).toEqual([mail]);
    expect(await claim(app, workerId, { queues: [] })).toEqual([]);
  });

  it('takes only what one of the worker’s runners executes: the task’s, else the queue’s, else the default one', async () => {
    await db.pool.query(`UPDATE raydeck.queue SET runner = 'local' WHERE name = 'mail'`);
    const [, byQueue, byTask] = await enqueue(
      db,
      {},
      { queue: 'mail' },
      { runner: 'local' },
      { queue: 'mail', runner: 'ray_job' },
    );
    const local = await claim(app, workerId, { runners: ['local'] });
    expect(new Set(local.map(({ taskId }) => taskId))).toEqual(new Set([byQueue, byTask]));
    expect(await claim(app, workerId, { runners: [] })).toEqual([]);
    expect(await claim(app, workerId, { runners: ['ray_job'] })).toHaveLength(2);
  });

  it('is not held up by tasks that this worker cannot run', async () => {
    const [, ray] = await enqueue(db, { runner: 'local', priority: 100 }, { priority: 0 });
    expect((await claim(app, workerId, { runners: ['ray_job'], limit: 1 })).map(({ taskId }) => taskId)).toEqual([ray]);
  });

  it('gives nothing to a worker whose lease is over, that stopped, or that nobody knows', async () => {
    await enqueue(db, {});
    const late = await newWorker(db);
    await endLease(db, late);
    const stopped = await newWorker(db);
    await app.run(stopWorker, [stopped]);
    for (const nobody of [late, stopped, '00000000-0000-7000-8000-000000000000']) {
      expect(await claim(app, nobody)).toEqual([]);
    }
    expect(await claim(app, workerId)).toHaveLength(1);
  });

  it('waits for nobody who holds a task', async () => {
    const [held, free] = await enqueue(db, {}, {});
    const client = await db.pool.connect();
    await client.query('BEGIN');
    await client.query('SELECT FROM raydeck.task WHERE id = $1 FOR NO KEY UPDATE', [held]);
    expect((await claim(app, workerId)).map(({ taskId }) => taskId)).toEqual([free]);
    await client.query('ROLLBACK');
    client.release();
    expect((await claim(app, workerId)).map(({ taskId }) => taskId)).toEqual([held]);
  });

  it('numbers the attempts of a task', async () => {
    const [taskId] = await enqueue(db, {});
    await claim(app, workerId);
    await db.pool.query(`
      UPDATE raydeck.attempt SET state = 'FAILED', finished_at = clock_timestamp();
      UPDATE raydeck.task SET state = 'QUEUED'`);
    expect(await claim(app, workerId)).toMatchObject([{ taskId, number: 2 }]);
  });

  it('gives each task to exactly one of many claimers at once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 150 }),
        fc.integer({ min: 2, max: 8 }),
        fc.integer({ min: 1, max: 40 }),
        async (tasks, claimers, limit) => {
          await db.pool.query('TRUNCATE raydeck.task CASCADE');
          const ids = await enqueue(db, ...Array.from({ length: tasks }, (_, at) => ({ priority: at % 3 })));
          const drain = async (): Promise<string[]> => {
            const mine: string[] = [];
            for (let rows = await claim(app, workerId, { limit }); rows.length > 0;) {
              expect(rows.length).toBeLessThanOrEqual(limit);
              mine.push(...rows.map(({ taskId }) => taskId));
              rows = await claim(app, workerId, { limit });
            }
            return mine;
          };
          const claimed = (await Promise.all(Array.from({ length: claimers }, drain))).flat();
          expect(claimed.toSorted()).toEqual(ids.toSorted());
          expect(await db.prisma.attempt.count()).toBe(tasks);
        },
      ),
      { numRuns: 15 },
    );
  });
});

describe('nextDue', () => {
  const dueInMs = async (queues: string[] | null = null) => (await app.run(nextDue, [queues]))[0]?.dueInMs;

  it('is null when nothing waits', async () => {
    expect(await dueInMs()).toBeNull();
  });

  it('is the time to the soonest task, whatever its priority, of the queues asked for', async () => {
    await enqueue(db, { runAt: past(-100), priority: 50 }, { runAt: past(-50) }, { runAt: past(-10), queue: 'mail' });
    expect(await dueInMs(['default'])).toBeGreaterThan(40_000);
    expect(await dueInMs(['default'])).toBeLessThanOrEqual(50_000);
    expect(await dueInMs()).toBeLessThanOrEqual(10_000);
    await enqueue(db, {});
    expect(await dueInMs()).toBe(0);
  });

  it('says nothing of paused queues', async () => {
    await enqueue(db, { queue: 'mail' });
    await db.pool.query(`UPDATE raydeck.queue SET paused = true, paused_at = clock_timestamp() WHERE name = 'mail'`);
    expect(await dueInMs()).toBeNull();
  });
});

describe('expire', () => {
  it('fails what waits past its expiry and nothing else, once, and says so on the timeline', async () => {
    const [late, later] = await enqueue(db, { expiresAt: past(2) }, { expiresAt: past(1) }, { expiresAt: future }, {});
    expect(await app.run(expireTasks, [1])).toEqual([{ taskId: late }]);
    expect(await app.run(expireTasks, [100])).toEqual([{ taskId: later }]);
    expect(await app.run(expireTasks, [100])).toEqual([]);
    const failed = await db.prisma.task.findMany({ where: { state: 'FAILED' }, include: { events: true } });
    expect(failed.map(({ finishedAt, events }) => [finishedAt !== null, events.map(({ kind }) => kind)])).toEqual([
      [true, ['expired']],
      [true, ['expired']],
    ]);
  });
});
