import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  chooseRayPorts,
  findRunningServer,
  freePort,
  postgresDataDir,
  rayFolder,
  startPostgres,
  startRayHead,
  stopProcessTree,
  type RunningPostgres,
  type RunningRayHead,
  withMachineLock,
} from '@raydeck/embedded';
import { ensurePythonEnvironment, type PythonEnvironment } from '../python/python-environment.ts';
import { logFileOf } from '../state/state-folder.ts';
import type { StepContext } from '../steps/step-context.ts';

/** One PostgreSQL and one Ray head for all suites of a run: each started when first asked for. */
export interface TestServers {
  context: StepContext;
  postgres: () => Promise<RunningPostgres>;
  ray: () => Promise<RunningRayHead>;
  python: () => Promise<PythonEnvironment>;
  stopRay: () => Promise<void>;
  stopAll: () => Promise<void>;
}

/** Logical CPUs, so that a few attempts run at once also on two cores. */
const RAY_CPUS = 4;

/** Nothing of a test run has to survive the machine. */
const CARELESS = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/** What an earlier run that was killed left behind is ended and removed first. */
export async function prepareTestServers(
  context: StepContext,
  { isDurable = false, rayCpus = RAY_CPUS }: { isDurable?: boolean; rayCpus?: number } = {},
): Promise<TestServers> {
  const { state, signal, baseEnv } = context;
  const mark = `${state.key}.test`;
  // A mark of its own: the head is ended while PostgreSQL stays.
  const rayMark = `${mark}.ray`;
  const dataDir = postgresDataDir(state.root);
  await stopProcessTree({ root: findRunningServer(dataDir)?.identity, mark, signal: 'SIGINT' });
  await stopProcessTree({ mark: rayMark });
  rmSync(dirname(dataDir), { recursive: true, force: true });
  mkdirSync(state.logsDir, { recursive: true, mode: 0o700 });

  let postgres: Promise<RunningPostgres> | undefined;
  let ray: Promise<RunningRayHead> | undefined;
  const python = () => ensurePythonEnvironment('ray', context);
  const launchPostgres = async () =>
    startPostgres({
      dataDir,
      port: await freePort(),
      superuserPassword: randomBytes(16).toString('hex'),
      logFile: logFileOf(state, 'postgres'),
      mark,
      settings: { ...(isDurable ? {} : CARELESS), max_connections: '200' },
      signal,
    });
  const launchRay = () =>
    withMachineLock('ray', { holder: 'Another Raydeck that starts its ray' }, async () =>
      startRayHead({
        pythonBinDir: (await python()).binDir,
        folder: rayFolder(state.key),
        ports: await chooseRayPorts(Number.parseInt(state.key.slice(0, 6), 16)),
        token: randomBytes(32).toString('hex'),
        cpus: rayCpus,
        logFile: logFileOf(state, 'ray'),
        env: baseEnv,
        mark: rayMark,
        signal,
      }),
    );
  const stopRay = async () => {
    await (await settled(ray))?.stop();
    ray = undefined;
  };
  return {
    context,
    python,
    postgres: () => (postgres ??= launchPostgres()),
    ray: () => (ray ??= launchRay()),
    stopRay,
    stopAll: async () => {
      await stopRay();
      await (await settled(postgres))?.stop();
      await stopProcessTree({ mark });
      rmSync(dirname(dataDir), { recursive: true, force: true });
      rmSync(rayFolder(state.key), { recursive: true, force: true });
    },
  };
}

function settled<T>(promise: Promise<T> | undefined): Promise<T | undefined> {
  return promise === undefined ? Promise.resolve(undefined) : promise.catch(() => undefined);
}
