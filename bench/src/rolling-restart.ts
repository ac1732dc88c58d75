import { type Database, enqueueTasks } from '@raydeck/db';
import { freePort } from '@raydeck/embedded';
import { installJobs } from '@raydeck/jobs';
import { testDatabase, until } from '@raydeck/testing';
import type { Figure } from './result.ts';
import { startWorkerProcess } from './worker-process.ts';

/** So long does each task run: the last one has started before the first one ends, and all workers are restarted meanwhile. */
const taskSeconds = 150;
const deadlineMs = 600_000;

/** Restarts each of three workers in turn while Ray jobs of theirs run: how many attempts are made that a calm day would not see. */
export async function benchRollingRestart({ tasks }: { tasks: number }): Promise<Figure[]> {
  const { RAYDECK_TEST_RAY_ADDRESS: address = '', RAYDECK_TEST_RAY_TOKEN: token = '' } = process.env;
  const db = await testDatabase();
  await installJobs(db.url);
  const ports = [await freePort(), await freePort(), await freePort()];
  const start = (port: number) =>
    startWorkerProcess({
      DATABASE_URL: db.url,
      RAY_ADDRESS: address,
      RAY_AUTH_TOKEN: token,
      RAY_ENTRYPOINT_NUM_CPUS: '0.01',
      CONCURRENCY: String(Math.ceil(tasks / ports.length)),
      ATTEMPT_API_PORT: String(port),
      ATTEMPT_API_URLS: ports.map((one) => `http://127.0.0.1:${one}`).join(','),
    });
  const workers = await Promise.all(ports.map(start));
  const stops: number[] = [];
  const adoptions: number[] = [];
  try {
    await enqueue(db, tasks);
    await until('all to run', async () => (await count(db, `state = 'RUNNING'`)) === tasks, { deadlineMs });
    for (const [index, port] of ports.entries()) {
      const startedAt = performance.now();
      await workers[index]?.stop();
      stops.push(performance.now() - startedAt);
      workers[index] = await start(port);
      await until('all to be adopted', async () => (await ownerless(db)) === 0, { deadlineMs });
      adoptions.push(performance.now() - startedAt);
    }
    await until('all to be over', async () => (await count(db, 'released_at IS NULL')) === 0, { deadlineMs });
    const succeeded = await count(db, `state = 'SUCCEEDED'`);
    return [
      { name: 'tasks that succeeded', value: succeeded, unit: 'tasks', bar: { atLeast: tasks } },
      {
        name: 'attempts beyond the first',
        value: (await count(db, 'true')) - tasks,
        unit: 'attempts',
        bar: { atMost: 0 },
      },
      { name: 'longest stop of a worker', value: Math.max(...stops), unit: 'ms', bar: { atMost: 10_000 } },
      { name: 'longest until all were adopted', value: Math.max(...adoptions), unit: 'ms' },
    ];
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
    await db.close();
  }
}

async function enqueue(db: Database, length: number): Promise<void> {
  const tasks = Array.from({ length }, () => ({ callable: 'raydeck.demo.long_task', args: `[${taskSeconds}]` }));
  await db.run(enqueueTasks, [JSON.stringify({ version: 1, createdBy: 'bench', notify: true, tasks })]);
}

async function count(db: Database, condition: string): Promise<number> {
  const { rows } = await db.pool.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM raydeck.attempt WHERE ${condition}`,
  );
  return rows[0]?.count ?? 0;
}

/** Attempts that run under a lease that is over. */
async function ownerless(db: Database): Promise<number> {
  return count(
    db,
    `released_at IS NULL AND NOT EXISTS (SELECT FROM raydeck.worker AS w
      WHERE w.id = worker_id AND w.lease_expires_at > clock_timestamp())`,
  );
}
