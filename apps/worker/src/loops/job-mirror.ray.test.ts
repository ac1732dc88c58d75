import { randomUUID } from 'node:crypto';
import { createRayClient, type RayClient } from '@raydeck/ray';
import { testDatabase, type TestDatabase, until } from '@raydeck/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createJobMirror } from './job-mirror.ts';

let db: TestDatabase;
let ray: RayClient;

beforeAll(async () => {
  db = await testDatabase();
  ray = createRayClient({
    address: process.env['RAYDECK_TEST_RAY_ADDRESS'] ?? '',
    token: process.env['RAYDECK_TEST_RAY_TOKEN'],
  });
});
afterAll(async () => {
  await ray.close();
  await db.close();
});

/** Looks once, as the leader. */
async function mirrorOnce(session: string, keepDays = 14): Promise<void> {
  const cluster = { current: () => ({ address: ray.address, session }) };
  const mirror = createJobMirror({ db, ray, cluster, leadership: { leads: () => true }, emit: () => {}, keepDays });
  mirror.start();
  await mirror.stop();
}

const rowOf = (key: string, raySession = 'session_1') => db.prisma.clusterJob.findFirst({ where: { key, raySession } });

describe('the mirror of a cluster’s jobs', () => {
  it('keeps a foreign job with its end and its output, after the head has forgotten it', async () => {
    const name = `foreign-${randomUUID()}`;
    await ray.submitJob({
      submission_id: name,
      entrypoint: 'echo hello from elsewhere; exit 3',
      runtime_env: { env_vars: {} },
      metadata: { team: 'vision' },
      entrypoint_num_cpus: 0.01,
    });
    await mirrorOnce('session_1');
    expect(await rowOf(name)).toMatchObject({ attemptId: null, goneAt: null, metadata: { team: 'vision' } });
    await until('the job has ended', async () => (await ray.findJob(name))?.status === 'FAILED', {
      deadlineMs: 120_000,
    });
    await until('its output is kept', async () => {
      await mirrorOnce('session_1');
      return (await rowOf(name))?.logTail?.includes('hello from elsewhere') ?? false;
    });
    expect(await rowOf(name)).toMatchObject({ status: 'FAILED', exitCode: 3, goneAt: null });

    // Another head is there: its list is another.
    await mirrorOnce('session_2');
    expect(await rowOf(name)).toMatchObject({ status: 'FAILED', goneAt: expect.any(Date) });
    expect(await rowOf(name, 'session_2')).toMatchObject({ goneAt: null });

    await ray.deleteJob(name);
    await mirrorOnce('session_2', 0);
    expect(await rowOf(name)).toBeNull();
  });
});
