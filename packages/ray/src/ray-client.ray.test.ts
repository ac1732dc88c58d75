import { createHash, randomUUID } from 'node:crypto';
import { until } from '@raydeck/testing';
import { zipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { clusterSnapshot } from './cluster/cluster-snapshot.ts';
import type { JobRequest } from './jobs/job-request.ts';
import { packageUri } from './packages/package-uri.ts';
import { createRayClient } from './ray-client.ts';

const address = required('RAYDECK_TEST_RAY_ADDRESS');
const token = required('RAYDECK_TEST_RAY_TOKEN');
const ray = createRayClient({ address, token });

afterAll(async () => ray.close());

describe('the client against a real Ray', () => {
  it('knows its version and session, and finds it whole', async () => {
    const version = await ray.version();
    expect(version).toMatchObject({
      rayVersion: expect.stringMatching(/^2\.\d+/),
      session: expect.stringMatching(/^session_/),
    });
    expect(await ray.probe()).toEqual({ state: 'ok', ...version });
  });

  it.each([
    ['no token', undefined, 'asks for a token'],
    ['a wrong token', 'wrong', 'does not accept the token'],
  ])('says so with %s', async (_, other, detail) => {
    const stranger = createRayClient({ address, token: other });
    expect(await stranger.probe()).toMatchObject({ state: 'unauthorised', detail: expect.stringContaining(detail) });
    await expect(stranger.submitJob(requestOf('true'))).rejects.toMatchObject({ code: 'PRECONDITION' });
    await stranger.close();
  });

  it('takes a job once, tells its end and its output, and forgets it when told', async () => {
    const request = requestOf('for i in $(seq 2000); do echo "line $i ü"; done; exit 3');
    await ray.submitJob(request);
    await ray.submitJob(request);
    const id = request.submission_id;
    expect(await final(id)).toMatchObject({ status: 'FAILED', errorType: 'JOB_ENTRYPOINT_COMMAND_ERROR', exitCode: 3 });
    await ray.submitJob(request);
    const tail = await ray.jobLogTail(id, 400);
    // Ray's own line about the start goes through a buffer, and may come after all that the job has put out.
    const lines = (tail ?? '')
      .trimEnd()
      .split('\n')
      .filter((line) => !line.includes('Running entrypoint for job'));
    expect(lines.join('\n')).toMatch(/^(line \d+ ü\n?)+$/);
    expect(lines.at(-1)).toBe('line 2000 ü');
    expect((await ray.listJobs()).some((job) => job.submissionId === id)).toBe(true);
    await ray.nudgeAgent(id);
    expect(await ray.deleteJob(id)).toBe(true);
    expect(await ray.deleteJob(randomUUID())).toBe(false);
  });

  it('says nothing of what Ray does not know', async () => {
    expect(await ray.findJob(randomUUID())).toBeNull();
    expect(await ray.jobLogTail(randomUUID())).toBeNull();
    expect(await ray.stopJob(randomUUID())).toBe(false);
  });

  it("passes on the agent's reason for a refusal", async () => {
    const request = { ...requestOf('true'), entrypoint_label_selector: { 'bad key!': 'x' } };
    await expect(ray.submitJob(request)).rejects.toMatchObject({
      code: 'PRECONDITION',
      message: expect.stringContaining('Invalid label key'),
    });
    expect(await ray.findJob(request.submission_id)).toBeNull();
  });

  it('refuses itself what Ray would accept and then fail', async () => {
    const request = requestOf('true', { BIG: 'x'.repeat(128 * 1024) });
    await expect(ray.submitJob(request)).rejects.toMatchObject({ code: 'PRECONDITION' });
    expect(await ray.findJob(request.submission_id)).toBeNull();
  });

  it('ships a package', async () => {
    const content = Buffer.from(zipSync({ 'note.txt': Buffer.from(randomUUID()) }));
    const hash = createHash('sha256').update(content).digest('hex');
    expect(await ray.hasPackage(hash)).toBe(false);
    await ray.uploadPackage({ hash, content });
    await ray.uploadPackage({ hash, content });
    expect(await ray.hasPackage(hash)).toBe(true);
    const request = requestOf('test -f note.txt');
    request.runtime_env.working_dir = packageUri(hash);
    await ray.submitJob(request);
    expect(await final(request.submission_id)).toMatchObject({ status: 'SUCCEEDED', exitCode: 0 });
  });

  it('shows the head and its room, as plain JSON', async () => {
    const snapshot = await until('the head has measured itself', async () => {
      const seen = await clusterSnapshot(ray);
      return seen.nodes.every((node) => node.hostname !== null) && seen;
    });
    const [head] = snapshot.nodes.filter((node) => node.isHead);
    expect(head).toMatchObject({ alive: true, ip: expect.any(String), custom: {} });
    expect(head?.memoryBytes).toBeGreaterThan(100_000_000);
    expect(head?.machineMemoryUsedBytes).toBeGreaterThan(100_000_000);
    expect(snapshot.totals.cpu).toBeGreaterThan(0);
    expect(snapshot.totals.nodes).toBe(snapshot.nodes.filter((node) => node.alive).length);
    expect(JSON.parse(JSON.stringify(snapshot))).toEqual(snapshot);
  });
});

function requestOf(entrypoint: string, env: Record<string, string> = {}): JobRequest {
  return {
    submission_id: `rd-test-${randomUUID()}`,
    entrypoint,
    runtime_env: { env_vars: env },
    metadata: {},
    entrypoint_num_cpus: 0.01,
  };
}

async function final(id: string) {
  return until(
    'the job has ended',
    async () => {
      const job = await ray.findJob(id);
      return job && ['SUCCEEDED', 'FAILED', 'STOPPED'].includes(job.status) && job;
    },
    { deadlineMs: 120_000 },
  );
}

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the tests by ./raydeck test.`);
  return value;
}
