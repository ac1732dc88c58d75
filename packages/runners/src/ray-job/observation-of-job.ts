import type { EndCause, Observation } from '@raydeck/core';
import type { Job } from '@raydeck/ray';
import { setupFailureOf } from './setup-failure.ts';

const DETAIL_LIMIT_CHARACTERS = 2_000;

/** The entrypoint of a record that Ray wrote anew after somebody had deleted it. It says nothing of the execution. */
const GHOST_ENTRYPOINT = 'Entrypoint not found.';

/** Ray's JobErrorType; infrastructure and the process's own failure can be told apart. */
const causes = new Map<string, EndCause>(
  Object.entries({
    RUNTIME_ENV_SETUP_FAILURE: 'runtime_env_setup_failed',
    JOB_SUPERVISOR_ACTOR_START_TIMEOUT: 'start_timed_out',
    JOB_SUPERVISOR_ACTOR_START_FAILURE: 'start_failed',
    JOB_SUPERVISOR_ACTOR_UNSCHEDULABLE: 'unschedulable',
    JOB_SUPERVISOR_ACTOR_UNKNOWN_FAILURE: 'actor_died',
    JOB_SUPERVISOR_ACTOR_DIED: 'actor_died',
    JOB_ENTRYPOINT_COMMAND_START_ERROR: 'start_failed',
    JOB_ENTRYPOINT_COMMAND_ERROR: 'exited',
  }),
);

/** What Ray's record of a job says about the execution. A status that Ray has invented since is `unknown`. */
export function observationOfJob(job: Job): Observation {
  const detail = detailOf(job);
  if (job.entrypoint === GHOST_ENTRYPOINT) return { kind: 'absent', detail: "Ray's record of it was deleted." };
  if (job.status === 'PENDING') return { kind: 'pending', detail };
  if (job.status === 'RUNNING') return { kind: 'running', nodeId: job.nodeId };
  const ended = { kind: 'ended' as const, detail, nodeId: job.nodeId, exitCode: job.exitCode };
  if (job.status === 'SUCCEEDED') return { ...ended, exitCode: job.exitCode ?? 0, cause: 'exited' };
  if (job.status === 'STOPPED') return { ...ended, cause: 'stopped' };
  if (job.status === 'FAILED') return { ...ended, cause: failureCause(job) };
  return { kind: 'unknown', detail: `Ray says "${job.status}", which is no status that we know.` };
}

function detailOf({ message, errorType }: Job): string | null {
  if (message === null) return null;
  if (errorType === 'RUNTIME_ENV_SETUP_FAILURE') return setupFailureOf(message);
  return message.slice(-DETAIL_LIMIT_CHARACTERS);
}

function failureCause(job: Job): EndCause {
  const cause = causes.get(job.errorType ?? '');
  if (cause !== undefined) return cause;
  return job.exitCode === null ? 'actor_died' : 'exited';
}
