import { createHash } from 'node:crypto';
import { type ProfileVersion, RaydeckError, type Resources } from '@raydeck/core';
import { requirementsOf, workingDirOf } from '../ray-job/job-request-of.ts';

/** What all tasks of a lane share of the gate's answer (docs/attempt-api.md). */
export interface LaneCommon {
  heartbeatSeconds: number;
  silenceLimitSeconds: number;
  resultLimitBytes: number;
  resultUploadLimitBytes: number;
  logTailLimitBytes: number;
  logLimitBytes: number;
}

/** How large lanes become, and how long their actors live. */
export interface LaneSettings {
  /** So many stay for as long as the lane is used, with nothing to do too. */
  minActors: number;
  maxActors: number;
  idleSeconds: number;
  /** Coroutine functions that run at once in one actor. */
  maxCoroutines: number;
  /** An actor is replaced after so many tasks, or beyond so much resident memory; 0 for never. */
  maxTasks: number;
  maxMemoryBytes: number;
  common: LaneCommon;
}

/** A lane as the gateway is told of it, with the key that its tasks name it by. */
export interface Lane {
  key: string;
  spec: LaneSettings & { label: string; runtimeEnv: object; resources: Resources };
}

/**
 * The lane of tasks with this profile and these resources: its actors have nothing in them that another lane's may not see. Throws
 * PRECONDITION for a profile with an interpreter of its own: an actor's is its cluster's.
 */
export function laneOf(profile: ProfileVersion | null, asked: Resources, settings: LaneSettings): Lane {
  if (profile?.python) {
    throw new RaydeckError(
      'PRECONDITION',
      `The profile ${profile.name} names the interpreter ${profile.python}; ray_core runs tasks in the cluster's own. Use ray_job.`,
    );
  }
  const { isolation, ...reserved } = asked;
  const resources: Resources = isolation === 'process' ? asked : reserved;
  const spec = {
    ...settings,
    // Its actors run no task themselves, so nothing is left in them.
    ...(isolation === 'process' && { maxTasks: 0, maxMemoryBytes: 0 }),
    label: profile === null ? 'plain' : `${profile.name}-${profile.version}`.replaceAll(/[^A-Za-z0-9_-]/g, '_'),
    runtimeEnv: { ...workingDirOf(profile), ...requirementsOf(profile), env_vars: profile?.envVars ?? {} },
    resources,
  };
  const identity = JSON.stringify([profile?.id ?? null, spec]);
  return { key: createHash('sha256').update(identity).digest('hex').slice(0, 16), spec };
}
