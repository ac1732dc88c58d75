import { mirrorJobs } from '@raydeck/db';
import { testDatabase, type TestDatabase } from '@raydeck/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contextOf, keyContext } from '../reading/fixtures.ts';
import { type ClusterJobFilter, getClusterJob, listClusterJobs } from './cluster-jobs.ts';

let db: TestDatabase;
const attemptId = '00000000-0000-7000-8000-00000000000a';

beforeAll(async () => {
  db = await testDatabase();
  const common = {
    jobId: null,
    type: 'SUBMISSION',
    status: 'SUCCEEDED',
    message: null,
    errorType: null,
    attemptId: null,
    metadata: { team: 'vision' },
    nodeId: null,
    exitCode: 0,
    entrypoint: 'python train.py --password=hunter2hunter2',
  };
  const job = (key: string, startedAtMs: number, change: object = {}) => ({
    ...common,
    key,
    submissionId: key,
    startedAtMs,
    endedAtMs: startedAtMs + 1_000,
    ...change,
  });
  const jobs = [
    job('b', 1_000),
    job('c', 3_000, { status: 'FAILED', message: 'out of memory', endedAtMs: 90_000 }),
    job('a', 2_000),
    job('rd-1-x', 4_000, { attemptId, entrypoint: 'python -m raydeck.entrypoint' }),
    job('d_100%', 5_000),
  ];
  await db.run(mirrorJobs, ['http://ray:8265', 's1', JSON.stringify(jobs)]);
  await db.pool.query(`UPDATE raydeck.cluster_job SET log_tail = 'the last line' WHERE key = 'c'`);
});
afterAll(() => db.close());

const list = async (filter: ClusterJobFilter = {}, limit = 50, context = contextOf(db)) =>
  (await listClusterJobs(context, { filter, limit })).items.map(({ key }) => key);

describe('listClusterJobs', () => {
  it('sorts, filters and searches', async () => {
    expect(await list()).toEqual(['d_100%', 'rd-1-x', 'c', 'a', 'b']);
    expect(await list({ sort: 'oldest' })).toEqual(['b', 'a', 'c', 'rd-1-x', 'd_100%']);
    expect((await list({ sort: 'longest' }))[0]).toBe('c');
    expect(await list({ sort: 'name' })).toEqual(['a', 'b', 'c', 'd_100%', 'rd-1-x']);
    expect(await list({ status: 'FAILED' })).toEqual(['c']);
    expect(await list({ ours: true })).toEqual(['rd-1-x']);
    expect(await list({ ours: false, search: 'TRAIN', sort: 'name' })).toEqual(['a', 'b', 'c', 'd_100%']);
    expect(await list({ search: '_100%' })).toEqual(['d_100%']);
    expect(await list({ search: '%' })).toEqual(['d_100%']);
  });

  it.each(['newest', 'oldest', 'longest', 'name'] as const)(
    'pages through %s without gap or repetition',
    async (sort) => {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await listClusterJobs(contextOf(db), { filter: { sort }, limit: 2, cursor });
        seen.push(...page.items.map(({ key }) => key));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      expect(seen).toEqual(await list({ sort }));
    },
  );

  it('shows foreign words to those with payload permission alone, and secrets to nobody', async () => {
    const { items } = await listClusterJobs(contextOf(db), { filter: { status: 'FAILED' }, limit: 1 });
    expect(items).toMatchObject([{ message: 'out of memory', metadata: { team: 'vision' } }]);
    expect(JSON.stringify(items)).not.toContain('hunter2');
    expect(await getClusterJob(contextOf(db), items[0]?.id ?? '')).toMatchObject({ logTail: 'the last line' });
    const blind = contextOf(db, { canViewPayload: false });
    const seen = await getClusterJob(blind, items[0]?.id ?? '');
    expect(seen).toMatchObject({ status: 'FAILED', entrypoint: null, message: null, metadata: null, logTail: null });
    expect(await list({ search: 'train' }, 50, blind)).toEqual([]);
  });

  it('is not for keys that reach a part, and knows what is not there', async () => {
    await expect(list({}, 1, keyContext(db, { queues: ['mail'] }))).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(getClusterJob(contextOf(db), attemptId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
