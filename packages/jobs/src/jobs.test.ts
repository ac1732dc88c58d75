import { testDatabase, until } from '@raydeck/testing';
import { PgBoss } from 'pg-boss';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { installJobs, type JobsOptions, keepHouse, startJobs } from './index.ts';

let db: Awaited<ReturnType<typeof testDatabase>>;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const idle: Omit<JobsOptions, 'db'> = {
  onError: () => {},
  periodic: {
    housekeeping: async () => {},
    'schedule-sweep': async () => {},
    retention: async () => {},
    encryption: async () => {},
  },
  onTick: async () => {},
  onDelivery: async () => {},
  onDeadDelivery: async () => {},
  onBulk: async () => {},
};
const scheduleId = '00000000-0000-7000-8000-000000000001';

async function countTickJobs(): Promise<number> {
  const { rows } = await db.pool.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM pgboss.job WHERE name = 'schedule-tick'`,
  );
  return rows[0]?.count ?? 0;
}

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
    ...idle,
    db,
    periodic: {
      ...idle.periodic,
      housekeeping: async () => {
        runs += 1;
      },
    },
  });
  await until('the job to run', () => runs > 0);
  await jobs.stop();
});

test('the install step can be repeated', async () => {
  await installJobs(db.url);
  await installJobs(db.url);
});

test('without the install step a worker refuses to start its jobs', async () => {
  const bare = await testDatabase();
  await expect(startJobs({ ...idle, db: bare })).rejects.toThrow('pg-boss is not installed');
  await bare.close();
});

test('a worker refuses to start its jobs while a queue is missing, as before the install step of its version', async () => {
  await installJobs(db.url);
  await db.pool.query(`SELECT pgboss.delete_queue('schedule-tick')`);
  await expect(startJobs({ ...idle, db })).rejects.toThrow('no queue schedule-tick: run the migration step');
  await installJobs(db.url);
});

test('a tick has one job, however often it is sent, and none when the transaction is undone', async () => {
  await installJobs(db.url);
  const jobs = await startJobs({ ...idle, db });
  const tick = { scheduleId, tick: new Date(Date.now() + 3_600_000) };
  const undone = db.prisma.$transaction(async (tx) => {
    await jobs.sendTicks(tx, [tick]);
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  expect(await countTickJobs()).toBe(0);
  await Promise.all(
    Array.from({ length: 4 }, () => db.prisma.$transaction((tx) => jobs.sendTicks(tx, [tick, { ...tick }]))),
  );
  expect(await countTickJobs()).toBe(1);
  await jobs.stop();
  await db.pool.query(`DELETE FROM pgboss.job WHERE name = 'schedule-tick'`);
});

test('ticks of one moment are worked off at once when woken, more than a batch of them, and one that fails is tried again', async () => {
  const seen: string[] = [];
  const jobs = await startJobs({
    ...idle,
    db,
    onTick: async (id) => {
      seen.push(id);
      if (seen.filter((one) => one === id).length === 1 && id === scheduleId) throw new Error('not yet');
    },
  });
  const tick = new Date(Date.now() - 1_000);
  const ids = Array.from(
    { length: 45 },
    (_, at) => scheduleId.replace(/1$/, '') + (at + 1).toString(36).padStart(2, '0'),
  );
  const ticks = ids.map((id) => ({ scheduleId: id, tick }));
  await db.prisma.$transaction((tx) => jobs.sendTicks(tx, [...ticks, { scheduleId, tick }]));
  await until(
    'all of them',
    () => {
      jobs.wakeTicks();
      return new Set(seen).size === 46 && seen.filter((id) => id === scheduleId).length > 1;
    },
    { everyMs: 200 },
  );
  await jobs.stop();
});

test('messages are delivered one batch after the other without a pause, and one that fails is tried again alone', async () => {
  const seen: string[] = [];
  const ids = Array.from({ length: 20 }, (_, at) => `00000000-0000-7000-8000-0000000001${String(at).padStart(2, '0')}`);
  const [failing] = ids;
  const jobs = await startJobs({
    ...idle,
    db,
    onDelivery: async (id) => {
      seen.push(id);
      if (id === failing) throw new Error('It answered 503.');
    },
  });
  await db.prisma.$transaction((tx) => jobs.sendDeliveries(tx, ids));
  jobs.wakeDeliveries();
  const states = async () => {
    const { rows } = await db.pool.query<{ state: string; of: string[] }>(
      `SELECT state::text, array_agg(data->>'deliveryId' ORDER BY id) AS of FROM pgboss.job WHERE name = 'webhook-delivery' GROUP BY state`,
    );
    return new Map(rows.map(({ state, of }) => [state, of]));
  };
  await until('all but one to be delivered', async () => (await states()).get('completed')?.length === 19);
  expect((await states()).get('retry')).toEqual([failing]);
  expect(seen.toSorted()).toEqual(ids);
  await jobs.stop();
  await db.pool.query(`DELETE FROM pgboss.job WHERE name = 'webhook-delivery'`);
});

test('housekeeping deletes what is over and nothing else', async () => {
  await db.pool.query(
    `INSERT INTO raydeck.key_counter (queue, key, live, parked) VALUES ('default', 'idle', 0, 0), ('default', 'held', 1, 0), ('default', 'awaited', 0, 2)`,
  );
  await db.pool.query(`INSERT INTO raydeck.idempotency_key (scope, key, request_hash, task_id, expires_at)
    SELECT 'user:a', k, 'h', gen_random_uuid(), clock_timestamp() + o FROM (VALUES ('old', interval '-1 second'), ('new', interval '1 hour')) AS v(k, o)`);
  await db.pool
    .query(`INSERT INTO raydeck.worker (id, name, hostname, pid, version, queues, runners, concurrency, lease_expires_at)
    SELECT gen_random_uuid(), n, 'h', 1, '0', '{}', '{}', 1, clock_timestamp() + o FROM (VALUES ('gone', interval '-8 days'), ('late', interval '-1 day')) AS v(n, o)`);
  await keepHouse(db);
  expect((await db.prisma.keyCounter.findMany()).map(({ key }) => key).toSorted()).toEqual(['awaited', 'held']);
  expect(await db.prisma.idempotencyKey.findMany({ select: { key: true } })).toEqual([{ key: 'new' }]);
  expect(await db.prisma.worker.findMany({ select: { name: true } })).toEqual([{ name: 'late' }]);
});

test('housekeeping keeps the newest thousand ticks of each schedule, and all that wait', async () => {
  await db.pool.query(`
    INSERT INTO raydeck.schedule (name, cron, callable, created_by) VALUES ('often', '* * * * * *', 'a.b', 'x'), ('seldom', '0 0 1 1 *', 'a.b', 'x');
    INSERT INTO raydeck.schedule_tick (schedule_id, tick, outcome)
    SELECT s.id, clock_timestamp() - n * s.period, CASE WHEN n = 6500 THEN 'waiting' ELSE 'enqueued' END
    FROM (SELECT id, name, CASE name WHEN 'often' THEN interval '1 second' ELSE interval '1 year' END AS period FROM raydeck.schedule) AS s,
      generate_series(1, 7000) AS n WHERE s.name = 'often' OR n <= 30`);
  await keepHouse(db);
  const { rows } = await db.pool.query(`
    SELECT s.name, count(*)::integer, count(*) FILTER (WHERE k.outcome = 'waiting')::integer AS waiting
    FROM raydeck.schedule AS s JOIN raydeck.schedule_tick AS k ON k.schedule_id = s.id GROUP BY s.name ORDER BY s.name`);
  expect(rows).toEqual([
    { name: 'often', count: 1001, waiting: 1 },
    { name: 'seldom', count: 30, waiting: 0 },
  ]);
});
