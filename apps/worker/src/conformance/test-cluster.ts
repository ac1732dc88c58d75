import { createHash, randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import {
  MARK_VARIABLE,
  rayFolder,
  type RayNodeOffer,
  type RunningRayCluster,
  startRayCluster,
} from '@raydeck/embedded';

/** A Ray of several nodes for one test file, beside the run's single head. */
export async function startTestCluster(workers: readonly RayNodeOffer[]): Promise<RunningRayCluster> {
  const { PATH = '', HOME = '', RAYDECK_TEST_PYTHON: python } = process.env;
  if (!python) throw new Error('RAYDECK_TEST_PYTHON is not set: run the tests by ./raydeck test.');
  const key = createHash('sha256').update(`${process.cwd()} ${process.pid}`).digest('hex').slice(0, 8);
  return startRayCluster({
    pythonBinDir: dirname(python),
    folder: rayFolder(key),
    token: randomBytes(32).toString('hex'),
    env: { PATH, HOME, LANG: 'C.UTF-8' },
    workers,
    seed: Number.parseInt(key, 16),
    // So that the next run of the test command finds what this one could not end.
    mark: process.env[MARK_VARIABLE],
  });
}
