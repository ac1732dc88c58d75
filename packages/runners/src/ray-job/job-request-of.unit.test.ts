import { describe, expect, it } from 'vitest';
import { jobRequestOf } from './job-request-of.ts';

const submission = {
  attemptId: 'a1',
  executionName: 'rd-i-a1',
  ticket: 'rdt_a1_mac',
  resources: {},
  profile: null,
};
const context = { env: { RAYDECK_TICKET: 'rdt_a1_mac' }, pythonPackageHash: 'ab'.repeat(32), defaultNumCpus: 1 };

describe('jobRequestOf', () => {
  it('reserves the default CPUs for a task that names none: without resources Ray pins the job to its head', () => {
    expect(jobRequestOf(submission, context)).toEqual({
      submission_id: 'rd-i-a1',
      entrypoint: 'exec python -m raydeck.entrypoint',
      runtime_env: { py_modules: [`gcs://_ray_pkg_${'ab'.repeat(32)}.zip`], env_vars: context.env },
      metadata: { raydeck_attempt: 'a1' },
      entrypoint_num_cpus: 1,
    });
  });

  it('passes on all that a task asks for, memory in whole bytes', () => {
    const resources = { numCpus: 0.5, numGpus: 1, memoryBytes: 1.5, custom: { disk: 2 }, labelSelector: { zone: 'a' } };
    expect(jobRequestOf({ ...submission, resources }, context)).toMatchObject({
      entrypoint_num_cpus: 0.5,
      entrypoint_num_gpus: 1,
      entrypoint_memory: 2,
      entrypoint_resources: { disk: 2 },
      entrypoint_label_selector: { zone: 'a' },
    });
  });
});
