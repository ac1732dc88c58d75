import type { JobRequest, RayClient } from '@raydeck/ray';
import { describe, expect, it } from 'vitest';
import { createUnplacedJobs } from './unplaced-jobs.ts';

/** A cluster of which only the statuses are known, and a clock that is set by hand. */
function setUp() {
  const statuses = new Map<string, string>();
  const submitted: JobRequest[] = [];
  const clock = { ms: 0 };
  const findJob = async (id: string) => {
    const status = statuses.get(id);
    return status === undefined ? null : { ...nobody, submissionId: id, status };
  };
  const submitJob = async (request: JobRequest) => {
    submitted.push(request);
    statuses.set(request.submission_id, 'PENDING');
  };
  return {
    statuses,
    submitted,
    clock,
    end: createUnplacedJobs({ client: { findJob, submitJob }, now: () => clock.ms }),
  };
}

type Job = NonNullable<Awaited<ReturnType<RayClient['findJob']>>>;

const nobody: Job = {
  submissionId: null,
  jobId: null,
  type: 'SUBMISSION',
  status: 'PENDING',
  entrypoint: '',
  message: null,
  errorType: null,
  startedAtMs: null,
  endedAtMs: null,
  metadata: {},
  runtimeEnv: {},
  nodeId: null,
  exitCode: null,
};

describe('jobs that were stopped before Ray placed them', () => {
  it('are left to the stop itself for five seconds, then taken out together by one job without resources', async () => {
    const { statuses, submitted, clock, end } = setUp();
    statuses.set('a', 'PENDING').set('b', 'PENDING');
    await end('a');
    await end('b');
    clock.ms = 4_999;
    await end('a');
    expect(submitted).toEqual([]);
    clock.ms = 5_000;
    await end('a');
    expect(submitted).toMatchObject([{ entrypoint_num_cpus: 0, entrypoint: expect.stringMatching(/' a b$/) }]);
  });

  it('need nothing once they are placed or gone', async () => {
    const { statuses, submitted, clock, end } = setUp();
    statuses.set('a', 'PENDING');
    await end('a');
    clock.ms = 60_000;
    statuses.set('a', 'RUNNING');
    await end('a');
    await end('gone');
    expect(submitted).toEqual([]);
  });

  it('wait while the job that takes others out is under way, and get one of their own after it', async () => {
    const { statuses, submitted, clock, end } = setUp();
    statuses.set('a', 'PENDING').set('b', 'PENDING');
    const stopAllLater = async () => {
      await Promise.all([end('a'), end('b')]);
      clock.ms += 5_000;
      await Promise.all([end('a'), end('b')]);
    };
    await stopAllLater();
    await stopAllLater();
    expect(submitted).toHaveLength(1);
    statuses.set(submitted[0]?.submission_id ?? '', 'SUCCEEDED');
    await stopAllLater();
    expect(submitted).toHaveLength(2);
  });
});
