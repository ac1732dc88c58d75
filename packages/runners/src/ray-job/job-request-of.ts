import type { Resources, Submission } from '@raydeck/core';
import { type JobRequest, packageUri } from '@raydeck/ray';

export interface JobRequestContext {
  env: Record<string, string>;
  /** Of our Python package. */
  pythonPackageHash: string;
  /** CPUs for a task that names none; above 0, else Ray pins the job to the head node. */
  defaultNumCpus: number;
}

/**
 * What Ray is asked to run. `exec` makes Python the job's own process instead of a shell's child, so that signals reach it
 * and its exit code is the job's. Everybody on the cluster can read all of this: ids, and a ticket that opens one start.
 */
export function jobRequestOf(submission: Submission, context: JobRequestContext): JobRequest {
  const packageHash = submission.profile?.packageHash ?? null;
  return {
    submission_id: submission.executionName,
    entrypoint: 'exec python -m raydeck.entrypoint',
    runtime_env: {
      py_modules: [packageUri(context.pythonPackageHash)],
      ...(packageHash === null ? {} : { working_dir: packageUri(packageHash) }),
      env_vars: context.env,
    },
    metadata: { raydeck_attempt: submission.attemptId },
    ...entrypointResources(submission.resources, context.defaultNumCpus),
  };
}

type EntrypointResources = Omit<JobRequest, 'submission_id' | 'entrypoint' | 'runtime_env' | 'metadata'>;

function entrypointResources(resources: Resources, defaultNumCpus: number): EntrypointResources {
  const { numCpus, numGpus, memoryBytes, custom, labelSelector } = resources;
  return {
    entrypoint_num_cpus: numCpus ?? defaultNumCpus,
    ...(numGpus === undefined ? {} : { entrypoint_num_gpus: numGpus }),
    // Ray refuses a fraction of a byte.
    ...(memoryBytes === undefined ? {} : { entrypoint_memory: Math.ceil(memoryBytes) }),
    ...(custom === undefined ? {} : { entrypoint_resources: custom }),
    ...(labelSelector === undefined ? {} : { entrypoint_label_selector: labelSelector }),
  };
}
