import type { Resources } from '@raydeck/core';
import { type Database, enqueueTasks } from '@raydeck/db';
import { installJobs } from '@raydeck/jobs';
import { createRayClient, type RayClient } from '@raydeck/ray';
import { testDatabase, type TestDatabase, until } from '@raydeck/testing';
import { startWorkerProcess } from './worker-process.ts';

/** Workers with the runner ray_core on a database of their own, a gateway up and a task through. */
export interface CoreStack {
  db: TestDatabase;
  ray: RayClient;
  stop(): Promise<void>;
}

/** What is enqueued: the no-op task, unless it says otherwise. */
export interface BenchTask {
  callable?: string;
  args?: string;
  resources?: Resources;
}

/** `concurrency` is of all workers together. */
export async function startCoreStack(concurrency: number, workers = 1): Promise<CoreStack> {
  const { RAYDECK_TEST_RAY_ADDRESS: address = '', RAYDECK_TEST_RAY_TOKEN: token = '' } = process.env;
  const ray = createRayClient({ address, token });
  const db = await testDatabase({ statementTimeoutMs: 300_000 });
  await installJobs(db.url);
  const variables = {
    DATABASE_URL: db.url,
    RAY_ADDRESS: address,
    RAY_AUTH_TOKEN: token,
    RUNNER: 'ray_core',
    RAY_CORE_RUNNER: 'true',
    CONCURRENCY: String(Math.ceil(concurrency / workers)),
  };
  const started = await Promise.all(Array.from({ length: workers }, () => startWorkerProcess(variables)));
  await enqueue(db, 4);
  await drained(db);
  return {
    db,
    ray,
    stop: async () => {
      const open = await db.prisma.gateway.findMany({ where: { endedAt: null } });
      await Promise.all(started.map((worker) => worker.stop()));
      for (const { jobName } of open) await ray.stopJob(jobName);
      await ray.close();
      await db.close();
    },
  };
}

/** Through the SQL door, a thousand in one transaction; returns the id of the last one. */
export async function enqueue(db: Database, count: number, task: BenchTask = {}): Promise<string | undefined> {
  let last: string | undefined;
  for (let left = count; left > 0; left -= 1_000) {
    const tasks = Array.from({ length: Math.min(left, 1_000) }, (_, i) => ({
      callable: 'raydeck.demo.add',
      args: `[${i}, 1]`,
      ...task,
    }));
    const rows = await db.run(enqueueTasks, [JSON.stringify({ version: 1, createdBy: 'bench', notify: true, tasks })]);
    last = rows.at(-1)?.id;
  }
  return last;
}

/**
 * Until no task that is due in the queue `default` is live. While `last` is, nothing else is looked at: to look for live ones among what
 * has just died takes milliseconds of PostgreSQL's time. Both looks are at an index of live tasks, however many others there are.
 */
export async function drained(db: Database, last?: string): Promise<void> {
  const isLive = `SELECT FROM raydeck.task WHERE id = $1 AND state IN ('QUEUED', 'RUNNING')`;
  const running = `SELECT FROM raydeck.task WHERE state = 'RUNNING' AND attempt_count >= 0 AND queue = 'default' ORDER BY id DESC LIMIT 1`;
  const due = `SELECT FROM raydeck.task WHERE state = 'QUEUED' AND NOT parked AND queue = 'default' AND run_at <= statement_timestamp()
    ORDER BY priority DESC, run_at LIMIT 1`;
  const isDrained = async (): Promise<boolean> =>
    (last === undefined || (await db.pool.query(isLive, [last])).rowCount === 0) &&
    (await db.pool.query(running)).rowCount === 0 &&
    (await db.pool.query(due)).rowCount === 0;
  await until('the tasks to be drained', isDrained, { everyMs: 50, deadlineMs: 240_000 });
}
