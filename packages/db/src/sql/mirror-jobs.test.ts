import { testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type MirroredJob, mirrorJobs, pruneJobs } from './mirror-jobs.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());
beforeEach(() => db.pool.query('TRUNCATE raydeck.cluster_job'));

const address = 'http://ray:8265';
const job = (key: string, change: Partial<MirroredJob> = {}): MirroredJob => ({
  key,
  submissionId: key,
  jobId: null,
  type: 'SUBMISSION',
  status: 'RUNNING',
  entrypoint: 'python train.py',
  message: null,
  errorType: null,
  attemptId: null,
  metadata: {},
  nodeId: null,
  exitCode: null,
  startedAtMs: 1_000,
  endedAtMs: null,
  ...change,
});
const mirror = async (jobs: MirroredJob[], session = 's1', at = address) =>
  (await db.run(mirrorJobs, [at, session, JSON.stringify(jobs)]))[0];
const keys = async (where: object) =>
  (await db.prisma.clusterJob.findMany({ where, orderBy: { id: 'asc' } })).map(({ key }) => key);

describe('mirrorJobs', () => {
  it('adds the oldest first, writes what changed, and nothing else', async () => {
    const [young, old] = [job('young', { startedAtMs: 9_000 }), job('old')];
    expect(await mirror([young, old])).toEqual({ added: 2, changed: 0, gone: 0 });
    expect(await keys({})).toEqual(['old', 'young']);
    expect(await mirror([young, old])).toEqual({ added: 0, changed: 0, gone: 0 });
    const ended = job('old', { status: 'FAILED', exitCode: 1, endedAtMs: 5_000.5 });
    expect(await mirror([young, ended])).toEqual({ added: 0, changed: 1, gone: 0 });
    expect(await db.prisma.clusterJob.findFirst({ where: { key: 'old' } })).toMatchObject({
      status: 'FAILED',
      exitCode: 1,
    });
  });

  it('marks what is no longer listed as gone, keeps it, and takes it back', async () => {
    await mirror([job('a'), job('b')]);
    await mirror([job('a')], 's1', 'http://other:8265');
    expect(await mirror([job('a')])).toEqual({ added: 0, changed: 0, gone: 1 });
    expect(await mirror([job('a')])).toEqual({ added: 0, changed: 0, gone: 0 });
    expect(await keys({ goneAt: { not: null } })).toEqual(['b']);
    expect(await mirror([job('a'), job('b')])).toEqual({ added: 0, changed: 1, gone: 0 });
  });

  it('takes the same name on a new head for another job', async () => {
    await mirror([job('a')]);
    expect(await mirror([job('a')], 's2')).toEqual({ added: 1, changed: 0, gone: 1 });
  });

  it('survives a head that lists nothing, until their time is over', async () => {
    await mirror([job('a'), job('b')]);
    expect(await mirror([])).toMatchObject({ gone: 2 });
    expect(await db.run(pruneJobs, [1, 10])).toEqual([]);
    expect(await db.run(pruneJobs, [0, 1])).toHaveLength(1);
  });
});
