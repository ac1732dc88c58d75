import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Principal, RunnerName } from '@raydeck/core';
import { createNotifier } from '@raydeck/db';
import { installJobs } from '@raydeck/jobs';
import { cancelTask, type Context, enqueueTasks, type NewTask } from '@raydeck/services';
import { createRayClient } from '@raydeck/ray';
import { createDatabaseStorage, storageOver } from '@raydeck/storage';
import { freePort } from '@raydeck/embedded';
import { testDatabase, type TestDatabase, until } from '@raydeck/testing';
import { type Env, readEnv } from '../env.ts';
import { startWorker, type Worker } from '../worker.ts';
import { startWorkerProcess, type WorkerProcess } from './worker-process.ts';

/** A database, and as many real workers on it as a test wants. */
export interface WorkerKit {
  db: TestDatabase;
  context: Context;
  startWorker(overrides?: Partial<Env>): Promise<Worker>;
  startProcess(name: string, variables?: Record<string, string>): Promise<WorkerProcess>;
  enqueue(task: NewTask): Promise<string>;
  cancel(id: string): Promise<void>;
  /** Waits until the task is final and its executions are known to be over. */
  finished(id: string): Promise<FinishedTask>;
  /** Waits until user code of the task runs. */
  running(id: string): Promise<{ attemptId: string }>;
  close(): Promise<void>;
}

export type FinishedTask = Awaited<ReturnType<typeof readTask>>;

/** A real Ray job takes seconds here when the machine is busy. */
const deadlineMs = 150_000;

const operator: Principal = {
  kind: 'user',
  id: 'user:test',
  userId: randomUUID(),
  name: 'Test',
  role: 'ADMIN',
  canViewPayload: true,
};

/** `ray` is the cluster of the test run, unless a test brings its own. */
export async function createWorkerKit(runner: RunnerName, ray: RayAccess | null = null): Promise<WorkerKit> {
  const db = await testDatabase();
  await installJobs(db.url);
  await db.prisma.queue.update({ where: { name: 'default' }, data: { plainCallables: true } });
  const storage = storageOver(createDatabaseStorage(db));
  const context: Context = { db, storage, principal: operator, notifier: createNotifier(db), emit: () => {} };
  const workers: Worker[] = [];
  const processes: WorkerProcess[] = [];
  // As in production: executions know all addresses, and each worker of the kit binds one of them.
  const ports = [await freePort(), await freePort()];
  const directory = await mkdtemp(join(tmpdir(), 'rd-local-'));
  let started = 0;
  const nextVariables = (): Record<string, string> =>
    variables({ databaseUrl: db.url, ports, directory, index: started++, runner, ray });
  return {
    db,
    context,
    startWorker: async (overrides = {}) => {
      const worker = await startWorker({ ...readEnv(nextVariables()), ...overrides });
      workers.push(worker);
      return worker;
    },
    startProcess: async (name, overrides = {}) => {
      const one = await startWorkerProcess(db, name, { ...nextVariables(), ...overrides });
      processes.push(one);
      return one;
    },
    enqueue: async (task) => {
      const [enqueued] = await enqueueTasks(context, [task]);
      if (!enqueued) throw new Error('The door returned no row.');
      return enqueued.id;
    },
    cancel: async (id) => {
      await cancelTask(context, { id, reason: 'a test' });
    },
    finished: (id) =>
      until(
        `task ${id} to be over`,
        async () => {
          const task = await readTask(db, id);
          return task.finishedAt && task.attempts.every((attempt) => attempt.releasedAt) ? task : null;
        },
        { deadlineMs },
      ),
    running: async (id) => {
      const attempt = await until(
        `task ${id} to run`,
        () => db.prisma.attempt.findFirst({ where: { taskId: id, state: 'RUNNING' } }),
        { deadlineMs },
      );
      return { attemptId: attempt.id };
    },
    close: async () => {
      if (runner === 'ray_core') await endGateways(db, ray ?? testRay());
      await Promise.all([...workers.map((worker) => worker.stop()), ...processes.map((one) => one.end('SIGKILL'))]);
      await rm(directory, { recursive: true, force: true });
      await db.close();
    },
  };
}

/** Nobody of this database is there any more to follow them. */
async function endGateways(db: TestDatabase, { address, token }: RayAccess): Promise<void> {
  const client = createRayClient({ address, token });
  const open = await db.prisma.gateway.findMany({ where: { endedAt: null } });
  await db.prisma.leader.deleteMany();
  await Promise.all(open.map(({ jobName }) => client.stopJob(jobName).catch(() => false)));
  await client.close();
}

function readTask(db: TestDatabase, id: string) {
  const attempts = { orderBy: { number: 'asc' } } as const;
  return db.prisma.task.findUniqueOrThrow({ where: { id }, include: { attempts, events: { orderBy: { id: 'asc' } } } });
}

/** Of the dashboard. */
export interface RayAccess {
  address: string;
  token: string;
}

interface Given {
  databaseUrl: string;
  ports: readonly number[];
  directory: string;
  index: number;
  runner: RunnerName;
  ray: RayAccess | null;
}

function variables({ databaseUrl, ports, directory, index, runner, ray }: Given): Record<string, string> {
  const ownPort = ports[index];
  if (ownPort === undefined) throw new Error('The kit has no port for one more worker.');
  return {
    ...(runner !== 'local'
      ? rayVariables(runner, ray ?? testRay())
      : { LOCAL_RUNNER: 'true', LOCAL_PYTHON: testPython() }),
    PATH: process.env['PATH'] ?? '',
    RUNNER: runner,
    DATABASE_URL: databaseUrl,
    RAYDECK_SECRET: 'a secret of the tests, long enough for the purpose',
    LOG_LEVEL: 'error',
    ATTEMPT_API_PORT: String(ownPort),
    ATTEMPT_API_URLS: ports.map((port) => `http://127.0.0.1:${port}`).join(','),
    HEALTH_PORT: '0',
    LOCAL_DIRECTORY: directory,
    HEARTBEAT_INTERVAL_SECONDS: '1',
    LEASE_SECONDS: '4',
  };
}

function rayVariables(runner: RunnerName, { address, token }: RayAccess): Record<string, string> {
  const core = runner === 'ray_core' ? { RAY_CORE_RUNNER: 'true' } : {};
  return { RAY_ADDRESS: address, RAY_AUTH_TOKEN: token, RAY_ENTRYPOINT_NUM_CPUS: '0.01', ...core };
}

function testRay(): RayAccess {
  const { RAYDECK_TEST_RAY_ADDRESS: address, RAYDECK_TEST_RAY_TOKEN: token } = process.env;
  if (!address) throw new Error('RAYDECK_TEST_RAY_ADDRESS is not set: run the tests by ./raydeck test.');
  return { address, token: token ?? '' };
}

function testPython(): string {
  return process.env['RAYDECK_TEST_PYTHON'] ?? 'python3';
}
