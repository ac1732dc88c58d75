import { type ProfileVersion, pythonProblem, RaydeckError, type Resources, type Submission } from '@raydeck/core';
import { type JobRequest, type JobRuntimeEnv, packageUri } from '@raydeck/ray';

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
 * Throws PRECONDITION for an interpreter that a shell would not take for one word: profiles refuse it too.
 */
export function jobRequestOf(submission: Submission, context: JobRequestContext): JobRequest {
  const { profile } = submission;
  return {
    submission_id: submission.executionName,
    entrypoint: `exec ${pythonOf(profile)} -m raydeck.entrypoint`,
    runtime_env: {
      py_modules: [packageUri(context.pythonPackageHash)],
      ...workingDirOf(profile),
      ...requirementsOf(profile),
      env_vars: context.env,
    },
    metadata: { raydeck_attempt: submission.attemptId },
    ...entrypointResources(submission.resources, context.defaultNumCpus),
  };
}

function pythonOf(profile: ProfileVersion | null): string {
  const python = profile?.python ?? 'python';
  const problem = pythonProblem(python);
  if (problem === null) return python;
  throw new RaydeckError('PRECONDITION', `The python of profile ${profile?.name} ${problem}.`);
}

export function workingDirOf(profile: ProfileVersion | null): Pick<JobRuntimeEnv, 'working_dir'> {
  const source = profile?.source;
  if (source?.kind === 'package') return { working_dir: packageUri(source.hash) };
  return source?.kind === 'uri' ? { working_dir: source.uri } : {};
}

export function requirementsOf(profile: ProfileVersion | null): Pick<JobRuntimeEnv, 'pip' | 'uv'> {
  const { installer, packages = [] } = profile?.requirements ?? {};
  if (installer === 'pip') return { pip: { packages, pip_check: false } };
  if (installer === 'uv') return { uv: { packages, uv_check: false, uv_pip_install_options: ['--no-cache'] } };
  return {};
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
