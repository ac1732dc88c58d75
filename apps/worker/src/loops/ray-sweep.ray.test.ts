import { randomUUID } from 'node:crypto';
import type { DomainEvent, SweepLimits } from '@raydeck/core';
import { createRayClient, type RayClient } from '@raydeck/ray';
import { claim, enqueue, newWorker, testDatabase, type TestDatabase, until } from '@raydeck/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Leadership } from './leadership.ts';
import { createRaySweep } from './ray-sweep.ts';

let db: TestDatabase;
let ray: RayClient;
let installation: string;

beforeAll(async () => {
  db = await testDatabase();
  ray = createRayClient({
    address: process.env['RAYDECK_TEST_RAY_ADDRESS'] ?? '',
    token: process.env['RAYDECK_TEST_RAY_TOKEN'],
  });
  installation = (await db.prisma.installation.findFirstOrThrow()).id;
});
afterAll(async () => {
  await ray.close();
  await db.close();
});

/** A job that runs for minutes unless it is stopped. */
async function submit(name: string, entrypoint = 'exec sleep 300'): Promise<string> {
  await ray.submitJob({
    submission_id: name,
    entrypoint,
    runtime_env: { env_vars: {} },
    metadata: {},
    entrypoint_num_cpus: 0.01,
  });
  return name;
}

const statusOf = async (name: string) => (await ray.findJob(name))?.status ?? null;

/** Sweeps once, as the leader. */
async function sweepOnce(limits: SweepLimits): Promise<DomainEvent[]> {
  const events: DomainEvent[] = [];
  const lead: Leadership = { name: 'leadership', start() {}, stop: async () => {}, wake() {}, leads: () => true };
  const emit = (event: DomainEvent) => events.push(event);
  const stop = async ({ executionName }: { executionName: string }) => void (await ray.stopJob(executionName));
  const sweep = createRaySweep({ db, ray, stop, leadership: lead, emit, limits });
  sweep.start();
  await sweep.stop();
  return events;
}

const keepAll = { youngMs: 0, keepMs: 3_600_000 };

describe('the sweep over Ray', () => {
  it('stops a job of ours that nobody drives, and leaves driven ones and those of other installations', async () => {
    await enqueue(db, {}, {});
    const [driven, over] = await claim(db, await newWorker(db), { rayAddress: ray.address });
    if (!driven || !over) throw new Error('Both were to be claimed.');
    await db.pool.query(
      `WITH task AS (UPDATE raydeck.task SET state = 'CANCELED', finished_at = clock_timestamp() WHERE id = $1)
      UPDATE raydeck.attempt SET state = 'CANCELED', finished_at = clock_timestamp(), released_at = clock_timestamp()
      WHERE task_id = $1`,
      [over.taskId],
    );
    const pruned = `rd-${installation}-${randomUUID()}`;
    const foreign = `rd-${installation.split('').toReversed().join('')}-${randomUUID()}`;
    const names = [driven.executionName, over.executionName, pruned, foreign];
    for (const name of names) await submit(name);
    await until('all to run', async () => (await Promise.all(names.map(statusOf))).every((one) => one === 'RUNNING'), {
      deadlineMs: 120_000,
    });
    const events = await sweepOnce(keepAll);
    const stopped = events.flatMap((event) => (event.type === 'job.orphan_stopped' ? [event.executionName] : []));
    expect(new Set(stopped)).toEqual(new Set([over.executionName, pruned]));
    for (const name of [over.executionName, pruned])
      await until(`${name} to be stopped`, async () => (await statusOf(name)) === 'STOPPED');
    expect([await statusOf(driven.executionName), await statusOf(foreign)]).toEqual(['RUNNING', 'RUNNING']);
    expect(await db.prisma.taskEvent.findMany({ where: { taskId: over.taskId } })).toMatchObject([
      { kind: 'orphan_stopped', attemptId: over.attemptId },
    ]);
    for (const name of [driven.executionName, foreign]) await ray.stopJob(name);
  });

  it('leaves a job that it has seen only now', async () => {
    const name = await submit(`rd-${installation}-${randomUUID()}`);
    await until('it runs', async () => (await statusOf(name)) === 'RUNNING');
    expect(await sweepOnce({ ...keepAll, youngMs: 60_000 })).toEqual([]);
    expect(await statusOf(name)).toBe('RUNNING');
    await ray.stopJob(name);
  });

  it('deletes records of jobs that ended long ago, also of those that ended others', async () => {
    const names = [`rd-${installation}-${randomUUID()}`, `rd-${installation}-end-${randomUUID()}`];
    for (const name of names) await submit(name, 'true');
    await until('both to end', async () => (await Promise.all(names.map(statusOf))).every((s) => s === 'SUCCEEDED'), {
      deadlineMs: 120_000,
    });
    await sweepOnce(keepAll);
    expect(await Promise.all(names.map(statusOf))).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    // Ray writes once more right after the end: a record deleted before that comes back, and is deleted again.
    await until('both to be gone', async () => {
      await sweepOnce({ youngMs: 0, keepMs: 0 });
      return (await Promise.all(names.map(statusOf))).every((status) => status === null);
    });
  });
});
