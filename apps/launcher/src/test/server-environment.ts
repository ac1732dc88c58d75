import { ensurePythonEnvironment } from '../python/python-environment.ts';
import { ensurePgBouncer } from './ensure-pgbouncer.ts';
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

/** The same, with PgBouncer for those that go through a pooler. */
export async function poolerEnvironment(servers: TestServers): Promise<Record<string, string>> {
  return { ...(await localEnvironment(servers)), ...(await ensurePgBouncer(servers.context)) };
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
