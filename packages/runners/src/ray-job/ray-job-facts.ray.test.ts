import { randomUUID } from 'node:crypto';
import type { ExecutionRef, Observation, Submission } from '@raydeck/core';
import { clusterSnapshot, createRayClient, type RayClient } from '@raydeck/ray';
import { until } from '@raydeck/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AttemptApiDouble, startAttemptApiDouble } from '../conformance/attempt-api-double.ts';
import { testPythonPackage, testRay } from '../conformance/test-environment.ts';
import { createRayJobRunner } from './create-ray-job-runner.ts';

let api: AttemptApiDouble;
let client: RayClient;
let runner: ReturnType<typeof createRayJobRunner>;

beforeAll(async () => {
  api = await startAttemptApiDouble();
  client = createRayClient(testRay());
  runner = createRayJobRunner({
    client,
    pythonPackage: await testPythonPackage(),
    attemptApiUrls: [api.url],
    defaultNumCpus: 0.01,
    loadPackage: async () => Buffer.from('this is no zip'),
  });
});

afterAll(async () => {
  await runner?.close();
  await api?.close();
});

describe('on a real Ray', () => {
  it('nothing of the payload stands in the record that everybody on the cluster can read', async () => {
    const one = prepare('builtins.str', '["payload-marker"]');
    await runner.submit(one);
    const record = await rawRecord(one.executionName);
    expect(JSON.parse(record)).toMatchObject({ metadata: { raydeck_attempt: one.attemptId } });
    expect(record).toContain('RAYDECK_TICKET');
    expect(record).not.toContain('payload-marker');
    await over(one);
    expect(await client.jobLogTail(one.executionName)).not.toContain('payload-marker');
  });

  it('a job that was stopped before Ray has placed it is taken out of the queue, and user code never runs', async () => {
    const { totals } = await until('the cluster knows its CPUs', async () => {
      const seen = await clusterSnapshot(client);
      return seen.totals.cpu > 0 && seen;
    });
    const blocker = { ...prepare('time.sleep', '[300]'), resources: { numCpus: totals.cpu - 0.5 } };
    await runner.submit(blocker);
    await until('the blocker runs', () => api.executions(blocker.attemptId).some((execution) => execution.isAdmitted), {
      deadlineMs: 120_000,
    });
    const waiting = { ...prepare('operator.add', '[2, 3]'), resources: { numCpus: 1 } };
    api.hold(waiting.attemptId);
    await runner.submit(waiting);
    await until('it waits for room', async () => (await observe(waiting)).kind === 'pending');
    await runner.stop(await refOf(waiting));
    expect(await observe(waiting)).toMatchObject({ kind: 'pending' });
    expect(await over(waiting, async () => runner.stop(await refOf(waiting)))).toMatchObject({
      kind: 'ended',
      cause: 'actor_died',
    });
    expect(await observe(blocker)).toMatchObject({ kind: 'running' });
    expect(api.executions(waiting.attemptId)).toEqual([]);
    await runner.stop(await refOf(blocker));
    await over(blocker);
  });

  it('a package that Ray cannot unpack is a runtime environment that failed, with the reason', async () => {
    const profile = {
      id: randomUUID(),
      name: 'broken',
      version: 1,
      source: { kind: 'package' as const, hash: hexadecimal() },
      requirements: null,
      envVars: {},
      python: null,
    };
    const one = { ...prepare('operator.add', '[2, 3]'), profile };
    await runner.submit(one);
    expect(await over(one)).toMatchObject({
      kind: 'ended',
      cause: 'runtime_env_setup_failed',
      detail: expect.stringMatching(/zip/i),
    });
  });

  it('resources that Ray does not take end the job before its start', async () => {
    const one = { ...prepare('operator.add', '[2, 3]'), resources: { numCpus: 0.01, custom: { CPU: 1 } } };
    await runner.submit(one);
    expect(await over(one)).toMatchObject({ kind: 'ended', cause: 'start_failed' });
  });
});

/** All that Ray tells, and not only what our client reads of it. */
async function rawRecord(id: string): Promise<string> {
  const { address, token } = testRay();
  const answer = await fetch(`${address}/api/jobs/${id}`, { headers: { authorization: `Bearer ${token}` } });
  return answer.text();
}

function hexadecimal(): string {
  return randomUUID().replaceAll('-', '');
}

function prepare(callable: string, args: string): Submission {
  const attemptId = randomUUID();
  const ticket = api.ticketFor(attemptId, { callable, args });
  return { attemptId, executionName: `rd-test-${attemptId}`, ticket, resources: {}, profile: null };
}

async function refOf({ attemptId, executionName }: Submission): Promise<ExecutionRef> {
  const cluster = await runner.cluster();
  return { attemptId, executionName, rayAddress: cluster?.address ?? null, raySession: cluster?.session ?? null };
}

async function observe(submission: Submission): Promise<Observation> {
  const [observation] = await runner.observe([await refOf(submission)]);
  if (!observation) throw new Error('There is no observation.');
  return observation;
}

async function over(submission: Submission, meanwhile?: () => Promise<void>): Promise<Observation> {
  return until(
    'the execution is over',
    async () => {
      const observation = await observe(submission);
      if (observation.kind === 'ended' || observation.kind === 'absent') return observation;
      await meanwhile?.();
      return null;
    },
    { everyMs: 100 },
  );
}
