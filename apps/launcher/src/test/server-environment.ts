import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensurePythonEnvironment } from '../python/python-environment.ts';
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

/** An interpreter and a folder: what chaos kills, it starts itself. */
export async function chaosEnvironment({ context }: TestServers): Promise<Record<string, string>> {
  const { executable } = await ensurePythonEnvironment('plain', context);
  const folder = join(context.state.root, 'chaos');
  mkdirSync(folder, { recursive: true });
  return { RAYDECK_CHAOS_DIR: folder, RAYDECK_TEST_PYTHON: executable };
}
