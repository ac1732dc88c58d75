import { testDatabase, until } from '@raydeck/testing';
import { PgBoss } from 'pg-boss';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { installJobs, keepHouse, startJobs } from './index.ts';

let db: Awaited<ReturnType<typeof testDatabase>>;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

test('a job that was sent is worked off by a worker', async () => {
  await installJobs(db.url);
  // Sent before anybody works: the first poll finds it.
  const boss = new PgBoss({
    connectionString: db.url,
    schema: 'pgboss',
    migrate: false,
    supervise: false,
    schedule: false,
  });
  await boss.start();
  await boss.send('housekeeping');
  await boss.stop({ graceful: false });
  let runs = 0;
  const jobs = await startJobs({
    db,
    onError: () => {},
    handlers: {
      housekeeping: async () => {
        runs += 1;
      },
    },
  });
  await until('the job to run', () => runs > 0, { deadlineMs: 45_000 });
  await jobs.stop();
});

test('the install step can be repeated', async () => {
  await installJobs(db.url);
  await installJobs(db.url);
});

test('without the install step a worker refuses to start its jobs', async () => {
  const bare = await testDatabase();
  const start = startJobs({ db: bare, onError: () => {}, handlers: { housekeeping: async () => {} } });
  await expect(start).rejects.toThrow('pg-boss is not installed');
  await bare.close();
});

test('housekeeping deletes what is over and nothing else', async () => {
  await db.pool.query(`INSERT INTO raydeck.idempotency_key (scope, key, request_hash, task_id, expires_at)
    SELECT 'user:a', k, 'h', gen_random_uuid(), clock_timestamp() + o FROM (VALUES ('old', interval '-1 second'), ('new', interval '1 hour')) AS v(k, o)`);
  await db.pool
    .query(`INSERT INTO raydeck.worker (id, name, hostname, pid, version, queues, runners, concurrency, lease_expires_at)
    SELECT gen_random_uuid(), n, 'h', 1, '0', '{}', '{}', 1, clock_timestamp() + o FROM (VALUES ('gone', interval '-8 days'), ('late', interval '-1 day')) AS v(n, o)`);
  await keepHouse(db);
  expect(await db.prisma.idempotencyKey.findMany({ select: { key: true } })).toEqual([{ key: 'new' }]);
  expect(await db.prisma.worker.findMany({ select: { name: true } })).toEqual([{ name: 'late' }]);
});
