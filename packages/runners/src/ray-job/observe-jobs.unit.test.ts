import type { ExecutionRef } from '@raydeck/core';
import { type Job, RayError, type RayProbe } from '@raydeck/ray';
import { describe, expect, it } from 'vitest';
import type { KnownNodes } from './known-nodes.ts';
import { observeJobs } from './observe-jobs.ts';

const address = 'http://ray:8265';
const ref: ExecutionRef = { attemptId: 'a', executionName: 'rd-a', rayAddress: address, raySession: 'session_1' };

/** A cluster without a record of anything. */
function emptyCluster(probe: RayProbe) {
  return { address, findJob: async () => null, probe: async () => probe };
}

const nodesWith = (nodes: Partial<KnownNodes>): KnownNodes => ({
  whyDead: async () => null,
  headSinceMs: async () => null,
  doubt: () => undefined,
  ...nodes,
});

const observe = (client: Parameters<typeof observeJobs>[0], refs = [ref]) =>
  observeJobs(client, refs, { nudge: () => undefined, nodes: nodesWith({}), setupLog: async () => null });

describe('an execution without a record', () => {
  it('is absent when the cluster is whole', async () => {
    const client = emptyCluster({ state: 'ok', rayVersion: '2.59.0', session: 'session_1' });
    expect(await observe(client)).toMatchObject([{ kind: 'absent', detail: 'Ray has no record of it.' }]);
  });

  it('is absent, with the reason, when the head has another session', async () => {
    const client = emptyCluster({ state: 'ok', rayVersion: '2.59.0', session: 'session_2' });
    expect(await observe(client)).toMatchObject([
      { kind: 'absent', detail: expect.stringContaining('restarted'), isRestarted: true },
    ]);
  });

  it.each(['unreachable', 'unauthorised', 'gcs_dead', 'unusable'] as const)(
    'is unknown when the cluster is %s',
    async (state) => {
      expect(await observe(emptyCluster({ state, detail: 'why' }))).toMatchObject([{ kind: 'unknown', detail: 'why' }]);
    },
  );
});

describe('an execution of another cluster', () => {
  it.each(['http://other:8265', null])('is unknown, and this cluster is not asked (%s)', async (rayAddress) => {
    const client = {
      ...emptyCluster({ state: 'gcs_dead', detail: '' }),
      findJob: () => Promise.reject(new Error('asked')),
    };
    expect(await observe(client, [{ ...ref, rayAddress }])).toMatchObject([
      { kind: 'unknown', detail: expect.stringContaining('not serve') },
    ]);
  });
});

it('a silent cluster is waited for once, not by each of many executions', async () => {
  let asked = 0;
  const client = {
    ...emptyCluster({ state: 'unreachable', detail: '' }),
    findJob: async () => {
      asked += 1;
      throw new RayError('unreachable', 'no answer');
    },
  };
  const seen = await observe(
    client,
    Array.from({ length: 100 }, () => ref),
  );
  expect(seen.every((observation) => observation.kind === 'unknown')).toBe(true);
  expect(asked).toBeLessThanOrEqual(8);
});

describe('a record that stays as it is', () => {
  const job: Job = {
    submissionId: 'rd-a',
    jobId: null,
    type: 'SUBMISSION',
    status: 'RUNNING',
    entrypoint: 'true',
    message: null,
    errorType: null,
    startedAtMs: 100,
    endedAtMs: null,
    metadata: {},
    runtimeEnv: {},
    nodeId: 'n1',
    exitCode: null,
  };
  const seen = async (record: Partial<Job>, nodes: Partial<KnownNodes>) => {
    const client = { ...emptyCluster({ state: 'gcs_dead', detail: '' }), findJob: async () => ({ ...job, ...record }) };
    const running = { nudge: () => undefined, nodes: nodesWith(nodes), setupLog: async () => null };
    return observeJobs(client, [ref], running);
  };
  const waiting = { status: 'PENDING', nodeId: null };

  it('RUNNING on a dead node is over', async () => {
    const whyDead = async (nodeId: string) => (nodeId === 'n1' ? 'its agent failed' : null);
    expect(await seen({}, { whyDead })).toMatchObject([
      { kind: 'ended', cause: 'actor_died', exitCode: null, nodeId: 'n1', detail: 'Its node died. its agent failed' },
    ]);
  });

  it('PENDING from before its head began is absent', async () => {
    expect(await seen(waiting, { headSinceMs: async () => 101 })).toMatchObject([
      { kind: 'absent', isRestarted: true, detail: expect.stringContaining('anew') },
    ]);
  });

  it.each([100, null])('PENDING is pending when its head began at %s', async (since) => {
    expect(await seen(waiting, { headSinceMs: async () => since })).toMatchObject([{ kind: 'pending' }]);
  });
});
