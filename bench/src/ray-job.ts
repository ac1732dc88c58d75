import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Database, enqueueTasks } from '@raydeck/db';
import { installJobs } from '@raydeck/jobs';
import { createRayClient, type JobRequest, loadPythonPackage, packageUri, type RayClient } from '@raydeck/ray';
import { testDatabase, until } from '@raydeck/testing';
import { quantile } from './measure.ts';
import type { Figure } from './result.ts';
import { startWorkerProcess } from './worker-process.ts';

const places = 4;
/** Of a bare job's time and rate, what a durable task may take more. */
const allowance = 1.05;

/** Durable tasks by the `ray_job` runner against bare Ray jobs with the same interpreter, package and imports, taken in turn. */
export async function benchRayJob({ pairs, backlog }: { pairs: number; backlog: number }): Promise<Figure[]> {
  const { RAYDECK_TEST_RAY_ADDRESS: address = '', RAYDECK_TEST_RAY_TOKEN: token = '' } = process.env;
  const ray = createRayClient({ address, token });
  const db = await testDatabase();
  await installJobs(db.url);
  const variables = {
    DATABASE_URL: db.url,
    RAY_ADDRESS: address,
    RAY_AUTH_TOKEN: token,
    RAY_ENTRYPOINT_NUM_CPUS: '0.01',
    CONCURRENCY: String(places),
  };
  const worker = await startWorkerProcess(variables);
  const own = await loadPythonPackage(fileURLToPath(new URL('../../python', import.meta.url)));
  const bare = () => bareJob(ray, packageUri(own.hash));
  try {
    return [...(await compare(db, bare, pairs)), await memoryOfQueued(db), ...(await drain(db, ray, bare, backlog))];
  } finally {
    await worker.stop();
    await ray.close();
    await db.close();
  }
}

/** A bare job, from its submission to its end; milliseconds. */
type Bare = () => Promise<number>;

async function compare(db: Database, runBare: Bare, pairs: number): Promise<Figure[]> {
  const bare: number[] = [];
  const finished: number[] = [];
  const released: number[] = [];
  await durable(db); // The first of each session uploads the package.
  for (let pair = 0; pair < pairs; pair += 1) {
    bare.push(await runBare());
    const times = await durable(db);
    finished.push(times.finishedMs);
    released.push(times.releasedMs);
  }
  const rawMs = quantile(bare, 0.5);
  return [
    {
      name: 'enqueue → finished, median',
      value: quantile(finished, 0.5),
      unit: 'ms',
      against: 'bare Ray job',
      reference: rawMs,
      bar: { atMost: allowance * rawMs },
    },
    {
      name: 'enqueue → released, median',
      value: quantile(released, 0.5),
      unit: 'ms',
      against: 'bare Ray job',
      reference: rawMs,
    },
    { name: 'our own share of finished', value: quantile(finished, 0.5) - rawMs, unit: 'ms', bar: { atMost: 300 } },
    { name: 'our own share of released', value: quantile(released, 0.5) - rawMs, unit: 'ms', bar: { atMost: 300 } },
  ];
}

/** Submit to final status, asked every 20 ms. */
async function bareJob(ray: RayClient, packageAt: string): Promise<number> {
  const startedAt = performance.now();
  const id = `bench-${randomUUID()}`;
  const request: JobRequest = {
    submission_id: id,
    entrypoint: 'exec python -c "import raydeck.entrypoint"',
    entrypoint_num_cpus: 0.01,
    runtime_env: { py_modules: [packageAt], env_vars: {} },
    metadata: {},
  };
  await ray.submitJob(request);
  const isOver = async (): Promise<boolean> =>
    !['PENDING', 'RUNNING'].includes((await ray.findJob(id))?.status ?? 'PENDING');
  await until('a bare job to end', isOver, { everyMs: 20, deadlineMs: 60_000 });
  return performance.now() - startedAt;
}

async function durable(db: Database): Promise<{ finishedMs: number; releasedMs: number }> {
  const tasks = [{ callable: 'raydeck.demo.add', args: '[1, 2]' }];
  const [task] = await db.run(enqueueTasks, [JSON.stringify({ version: 1, createdBy: 'bench', notify: true, tasks })]);
  const row = await until(
    'a task to be released',
    async () => {
      const { rows } = await db.pool.query<{ finishedMs: number; releasedMs: number | null }>(
        `SELECT extract(epoch FROM t.finished_at - t.created_at)::float8 * 1000 AS "finishedMs",
         extract(epoch FROM a.released_at - t.created_at)::float8 * 1000 AS "releasedMs"
       FROM raydeck.task AS t JOIN raydeck.attempt AS a ON a.task_id = t.id WHERE t.id = $1 AND t.state = 'SUCCEEDED'`,
        [task?.id],
      );
      return rows[0]?.releasedMs == null ? null : { ...rows[0], releasedMs: rows[0].releasedMs };
    },
    { deadlineMs: 120_000 },
  );
  return row;
}

const queued = 1_000;

/** What Ray takes while so many tasks wait for a place, beside none: Ray itself has a process for each job that it was given. */
async function memoryOfQueued(db: Database): Promise<Figure> {
  const none = await rayMemoryMegabytes();
  const tasks = Array.from({ length: queued + places }, (_, i) => ({
    callable: 'raydeck.demo.add',
    args: `[${i}, 1]`,
  }));
  for (const part of [tasks.slice(places), tasks.slice(0, places)]) {
    await db.run(enqueueTasks, [JSON.stringify({ version: 1, createdBy: 'bench', notify: true, tasks: part })]);
  }
  const memory: number[] = [];
  for (let sample = 0; sample < 20; sample += 1) {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    memory.push(await rayMemoryMegabytes());
  }
  await db.pool.query(
    `UPDATE raydeck.task SET state = 'CANCELED', finished_at = clock_timestamp() WHERE state = 'QUEUED'`,
  );
  const isIdle = async (): Promise<boolean> =>
    (await db.pool.query('SELECT FROM raydeck.attempt WHERE released_at IS NULL LIMIT 1')).rowCount === 0;
  await until('what runs to end', isIdle, { everyMs: 200, deadlineMs: 60_000 });
  const value = quantile(memory, 0.5);
  return { name: `memory of Ray, ${queued} tasks queued`, value, unit: 'MB', against: 'with none', reference: none };
}

/** So many bare jobs, as many at once as there are places; jobs a second. */
async function bareRate(runBare: Bare, jobs: number): Promise<number> {
  let left = jobs;
  const startedAt = performance.now();
  const lane = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await runBare();
    }
  };
  await Promise.all(Array.from({ length: places }, lane));
  return jobs / ((performance.now() - startedAt) / 1_000);
}

/** A backlog at four places: as quick as bare jobs, how many of our Ray jobs live at once, and whether Ray's memory follows the backlog. */
async function drain(db: Database, ray: RayClient, runBare: Bare, backlog: number): Promise<Figure[]> {
  // Half of them before and half after: the machine's speed changes.
  const before = await bareRate(runBare, backlog / 2);
  const tasks = Array.from({ length: backlog }, (_, i) => ({ callable: 'raydeck.demo.add', args: `[${i}, 1]` }));
  const startedAt = performance.now();
  await db.run(enqueueTasks, [JSON.stringify({ version: 1, createdBy: 'bench', notify: true, tasks })]);
  const { id: installation } = await db.prisma.installation.findFirstOrThrow();
  let most = 0;
  const memory: number[] = [];
  await until(
    'the backlog to drain',
    async () => {
      const live = (await ray.listJobs()).filter(
        (job) => job.submissionId?.startsWith(`rd-${installation}-`) && ['PENDING', 'RUNNING'].includes(job.status),
      );
      most = Math.max(most, live.length);
      memory.push(await rayMemoryMegabytes());
      const { rows } = await db.pool.query(
        `SELECT FROM raydeck.attempt WHERE released_at IS NULL UNION ALL SELECT FROM raydeck.task WHERE state = 'QUEUED' LIMIT 1`,
      );
      return rows.length === 0;
    },
    { everyMs: 500, deadlineMs: 900_000 },
  );
  const perSecond = backlog / ((performance.now() - startedAt) / 1_000);
  const bare = (before + (await bareRate(runBare, backlog / 2))) / 2;
  const quarter = Math.floor(memory.length / 4);
  const [early, late] = [quantile(memory.slice(0, quarter), 0.5), quantile(memory.slice(-quarter), 0.5)];
  return [
    {
      name: `${backlog} tasks at ${places} places`,
      value: perSecond,
      unit: 'tasks/s',
      against: 'bare Ray jobs',
      reference: bare,
      bar: { atLeast: bare / allowance },
    },
    { name: 'most live Ray jobs seen', value: most, unit: 'jobs', bar: { atMost: places } },
    { name: 'memory of Ray, last quarter', value: late, unit: 'MB', against: 'first quarter', reference: early },
  ];
}

/** Resident memory of all processes that are Ray's by their command line. */
async function rayMemoryMegabytes(): Promise<number> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const sizes = await Promise.all(
    pids.map(async (pid) => {
      const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      if (!/raylet|gcs_server|ray::|ray\/dashboard|ray\/_private/.test(command)) return 0;
      const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
      return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0);
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0) / 1024;
}
