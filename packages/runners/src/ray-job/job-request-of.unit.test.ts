import type { ProfileVersion } from '@raydeck/core';
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

  it.each<[string, Partial<ProfileVersion>, object]>([
    [
      'a package',
      { source: { kind: 'package', hash: 'cd'.repeat(32) } },
      { working_dir: `gcs://_ray_pkg_${'cd'.repeat(32)}.zip` },
    ],
    ['an address', { source: { kind: 'uri', uri: 's3://b/x.zip' } }, { working_dir: 's3://b/x.zip' }],
    [
      'pip',
      { requirements: { installer: 'pip', packages: ['a==1'] } },
      { pip: { packages: ['a==1'], pip_check: false } },
    ],
    [
      'uv',
      { requirements: { installer: 'uv', packages: ['a==1'] } },
      { uv: { packages: ['a==1'], uv_check: false, uv_pip_install_options: ['--no-cache'] } },
    ],
    ['nothing more for the image', {}, {}],
  ])('asks for what a profile brings: %s', (_what, part, expected) => {
    const own = { py_modules: [`gcs://_ray_pkg_${'ab'.repeat(32)}.zip`], env_vars: context.env };
    const request = jobRequestOf({ ...submission, profile: profileOf(part) }, context);
    expect(request.runtime_env).toEqual({ ...own, ...expected });
    expect(request.entrypoint).toBe('exec python -m raydeck.entrypoint');
  });

  it('runs the interpreter that a profile names, and nothing that a shell would take for more', () => {
    const requestOf = (python: string) => jobRequestOf({ ...submission, profile: profileOf({ python }) }, context);
    expect(requestOf('/opt/venv/bin/python3').entrypoint).toBe('exec /opt/venv/bin/python3 -m raydeck.entrypoint');
    expect(() => requestOf('python;id')).toThrow(expect.objectContaining({ code: 'PRECONDITION' }));
  });
});

function profileOf(part: Partial<ProfileVersion>): ProfileVersion {
  const image = { source: { kind: 'image' as const }, requirements: null, envVars: {}, python: null };
  return { id: 'p', name: 'shop', version: 1, ...image, ...part };
}
