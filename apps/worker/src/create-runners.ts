import { RaydeckError, type Runner } from '@raydeck/core';
import type { RayClient } from '@raydeck/ray';
import { createLocalRunner, createRayJobRunner, type RayCoreRunner } from '@raydeck/runners';
import type { Env } from './env.ts';

type Common = Omit<Parameters<typeof createRayJobRunner>[0], 'client' | 'defaultNumCpus'>;

/** The runners that this worker offers, by name. Throws PRECONDITION when its settings leave none. */
export function createRunners(
  env: Env,
  { ray, core, common }: { ray: RayClient | null; core: RayCoreRunner | null; common: Common },
): ReadonlyMap<string, Runner> {
  const runners: Runner[] = [];
  if (ray) runners.push(createRayJobRunner({ ...common, client: ray, defaultNumCpus: env.RAY_ENTRYPOINT_NUM_CPUS }));
  if (core) runners.push(core);
  if (env.LOCAL_RUNNER) {
    runners.push(
      createLocalRunner({
        ...common,
        python: env.LOCAL_PYTHON,
        inheritedEnv: process.env,
        allowedEnv: env.LOCAL_ENV,
        directory: env.LOCAL_DIRECTORY,
      }),
    );
  }
  if (runners.length === 0) {
    throw new RaydeckError(
      'PRECONDITION',
      'This worker has no runner: set RAY_ADDRESS, or LOCAL_RUNNER=true for development.',
    );
  }
  return new Map(runners.map((runner) => [runner.name, runner]));
}
