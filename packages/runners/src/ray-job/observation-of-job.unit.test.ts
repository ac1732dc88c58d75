import type { Job } from '@raydeck/ray';
import { describe, expect, it } from 'vitest';
import { observationOfJob } from './observation-of-job.ts';

const job: Job = {
  submissionId: 'rd-1',
  jobId: null,
  type: 'SUBMISSION',
  status: 'RUNNING',
  entrypoint: 'exec python -m raydeck.entrypoint',
  message: null,
  errorType: null,
  startedAtMs: 1,
  endedAtMs: null,
  metadata: {},
  runtimeEnv: {},
  nodeId: 'abc',
  exitCode: null,
};

describe('observationOfJob', () => {
  it.each([
    ['PENDING', { kind: 'pending' }],
    ['RUNNING', { kind: 'running', nodeId: 'abc' }],
    ['STOPPED', { kind: 'ended', cause: 'stopped', exitCode: null }],
    ['SUCCEEDED', { kind: 'ended', cause: 'exited', exitCode: 0 }],
    ['INVENTED', { kind: 'unknown' }],
  ])('reads the status %s', (status, observation) => {
    expect(observationOfJob({ ...job, status })).toMatchObject(observation);
  });

  it.each([
    ['RUNTIME_ENV_SETUP_FAILURE', null, 'runtime_env_setup_failed'],
    ['JOB_SUPERVISOR_ACTOR_START_TIMEOUT', null, 'start_timed_out'],
    ['JOB_SUPERVISOR_ACTOR_START_FAILURE', null, 'start_failed'],
    ['JOB_SUPERVISOR_ACTOR_UNSCHEDULABLE', null, 'unschedulable'],
    ['JOB_SUPERVISOR_ACTOR_UNKNOWN_FAILURE', null, 'actor_died'],
    ['JOB_SUPERVISOR_ACTOR_DIED', null, 'actor_died'],
    ['JOB_ENTRYPOINT_COMMAND_START_ERROR', null, 'start_failed'],
    ['JOB_ENTRYPOINT_COMMAND_ERROR', 137, 'exited'],
    [null, 137, 'exited'],
    [null, null, 'actor_died'],
    ['INVENTED', 1, 'exited'],
    ['toString', null, 'actor_died'],
  ])('reads a failure by error type %s and exit code %s as %s', (errorType, exitCode, cause) => {
    const failed = { ...job, status: 'FAILED', errorType, exitCode };
    expect(observationOfJob(failed)).toMatchObject({ kind: 'ended', cause, exitCode });
  });

  it('takes a record that came back after a delete for none', () => {
    const ghost = { ...job, status: 'FAILED', entrypoint: 'Entrypoint not found.' };
    expect(observationOfJob(ghost)).toMatchObject({ kind: 'absent' });
  });

  it("keeps the end of Ray's message, where the reason stands", () => {
    const failed = { ...job, status: 'FAILED', message: `${'x'.repeat(20_000)}the reason` };
    const observation = observationOfJob(failed);
    expect(observation).toMatchObject({ detail: expect.stringMatching(/the reason$/) });
    expect(observation.kind === 'ended' && observation.detail?.length).toBe(2_000);
  });
});
