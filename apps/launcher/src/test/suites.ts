import { e2eSuite } from './e2e-suite.ts';
import { pythonSuite } from './python-suite.ts';
import type { Suite, SuiteRun } from './suite.ts';
import { vitestSuite } from './vitest-suite.ts';

/** In the order of running: the quick ones first, so that a mistake shows early. */
export const SUITES: readonly Suite[] = [
  pythonSuite,
  vitestSuite({ name: 'unit', budgetSeconds: 40, environment: () => Promise.resolve({}) }),
  vitestSuite({ name: 'database', budgetSeconds: 180, environment: databaseEnvironment }),
  vitestSuite({ name: 'ray', budgetSeconds: 320, environment: rayEnvironment }),
  vitestSuite({ name: 'launcher', budgetSeconds: 180, environment: databaseEnvironment }),
  e2eSuite,
];

async function databaseEnvironment({ servers }: SuiteRun): Promise<Record<string, string>> {
  return { RAYDECK_TEST_DATABASE_URL: (await servers.postgres()).url };
}

async function rayEnvironment(run: SuiteRun): Promise<Record<string, string>> {
  const ray = await run.servers.ray();
  return {
    ...(await databaseEnvironment(run)),
    RAYDECK_TEST_RAY_ADDRESS: ray.address,
    RAYDECK_TEST_RAY_TOKEN: ray.token,
    RAYDECK_TEST_PYTHON: (await run.servers.python()).executable,
  };
}
