import { mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { MachineError } from '@raydeck/embedded';
import { ensurePythonEnvironment } from '../python/python-environment.ts';
import { ensureDebianPostgres } from './debian-postgres.ts';
import { ensureDebianProgram } from './debian-program.ts';
import type { TestServers } from './test-servers.ts';

/** The address of the run's PostgreSQL, for tests and benchmarks. */
export async function databaseEnvironment(servers: TestServers): Promise<Record<string, string>> {
  return { RAYDECK_TEST_DATABASE_URL: (await servers.postgres()).url };
}

/** The same, with an interpreter for executions without Ray. */
export async function localEnvironment(servers: TestServers): Promise<Record<string, string>> {
  const { executable } = await ensurePythonEnvironment('plain', servers.context);
  return { ...(await databaseEnvironment(servers)), RAYDECK_TEST_PYTHON: executable };
}

const pgBouncer = { name: 'pgbouncer', packages: ['pgbouncer', 'libevent-2.1-7', 'libc-ares2'] } as const;
const redis = {
  name: 'redis-server',
  packages: ['redis-server', 'redis-tools', 'libjemalloc2', 'liblzf1', 'libatomic1'],
} as const;
const promtool = { name: 'promtool', packages: ['prometheus'] } as const;

/** PostgreSQL, and Prometheus's own tool for the rules of deploy/. */
export async function launcherEnvironment(servers: TestServers): Promise<Record<string, string>> {
  const { file } = await ensureDebianProgram(servers.context, promtool);
  return { ...(await databaseEnvironment(servers)), RAYDECK_TEST_PROMTOOL: file };
}

/** The same, with PgBouncer for those that go through a pooler, SeaweedFS for those that store in S3, and pg_dump for those that restore. */
export async function adapterEnvironment(servers: TestServers): Promise<Record<string, string>> {
  const { file, libraries } = await ensureDebianProgram(servers.context, pgBouncer);
  return {
    ...(await localEnvironment(servers)),
    ...(await dumpEnvironment(servers)),
    RAYDECK_TEST_SEAWEEDFS: join((await ensurePythonEnvironment('s3', servers.context)).binDir, 'weed'),
    RAYDECK_TEST_PGBOUNCER: file,
    RAYDECK_TEST_PGBOUNCER_LIBRARIES: libraries.join(delimiter),
  };
}

/** A server with pg_dump beside it, or why there is none: the tests that need it say so and are skipped. */
async function dumpEnvironment({ context }: TestServers): Promise<Record<string, string>> {
  try {
    const { binDir, libraries } = await ensureDebianPostgres(context);
    return { RAYDECK_TEST_POSTGRES_BIN: binDir, RAYDECK_TEST_POSTGRES_LIBRARIES: libraries.join(delimiter) };
  } catch (error) {
    if (!(error instanceof MachineError)) throw error;
    return { RAYDECK_TEST_POSTGRES_MISSING: `${error.message} ${error.remedy}` };
  }
}

/** PostgreSQL, with an interpreter that has Django. */
export async function djangoEnvironment(servers: TestServers): Promise<Record<string, string>> {
  const { executable } = await ensurePythonEnvironment('django61', servers.context);
  return { ...(await databaseEnvironment(servers)), RAYDECK_BENCH_PYTHON: executable };
}

/** PostgreSQL, with the run's Ray head and its interpreter. */
export async function rayEnvironment(servers: TestServers): Promise<Record<string, string>> {
  const ray = await servers.ray();
  return {
    ...(await databaseEnvironment(servers)),
    RAYDECK_TEST_RAY_ADDRESS: ray.address,
    RAYDECK_TEST_RAY_TOKEN: ray.token,
    RAYDECK_TEST_PYTHON: (await servers.python()).executable,
  };
}

/** The same, with Redis, an interpreter that has Celery, and one that has django-ray or why there is none. */
export async function peersEnvironment(servers: TestServers): Promise<Record<string, string>> {
  const { file, libraries } = await ensureDebianProgram(servers.context, redis);
  return {
    ...(await rayEnvironment(servers)),
    ...(await djangoRayEnvironment(servers)),
    RAYDECK_BENCH_PYTHON: (await ensurePythonEnvironment('celery', servers.context)).executable,
    RAYDECK_BENCH_REDIS: file,
    RAYDECK_BENCH_REDIS_LIBRARIES: libraries.join(delimiter),
  };
}

/** django-ray asks for newer Pythons than Raydeck does. */
async function djangoRayEnvironment({ context }: TestServers): Promise<Record<string, string>> {
  try {
    return { RAYDECK_BENCH_DJANGO_RAY_PYTHON: (await ensurePythonEnvironment('django-ray', context)).executable };
  } catch (error) {
    if (!(error instanceof MachineError)) throw error;
    return { RAYDECK_BENCH_DJANGO_RAY_MISSING: error.message };
  }
}

/** An interpreter and a folder: what chaos kills, it starts itself. */
export async function chaosEnvironment({ context }: TestServers): Promise<Record<string, string>> {
  const { executable } = await ensurePythonEnvironment('ray', context);
  const folder = join(context.state.root, 'chaos');
  mkdirSync(folder, { recursive: true });
  return { RAYDECK_CHAOS_DIR: folder, RAYDECK_TEST_PYTHON: executable };
}
