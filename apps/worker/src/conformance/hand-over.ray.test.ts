import { until } from '@raydeck/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { createWorkerKit, type WorkerKit } from './worker-kit.ts';

const kits: WorkerKit[] = [];

async function kitOf(runner: 'ray_job' | 'local'): Promise<WorkerKit> {
  const kit = await createWorkerKit(runner);
  kits.push(kit);
  return kit;
}

afterEach(async () => {
  await Promise.all(kits.splice(0).map((kit) => kit.close()));
}, 60_000);

describe('hand-over', { timeout: 120_000 }, () => {
  test('a worker that stops leaves its Ray jobs running, and the next one finishes them: nothing runs twice', async () => {
    const kit = await kitOf('ray_job');
    const first = await kit.startWorker();
    const id = await kit.enqueue({ callable: 'raydeck.demo.long_task', args: '[5]' });
    await kit.running(id);
    await first.stop();
    await kit.startWorker();
    const task = await kit.finished(id);
    expect(task).toMatchObject({ state: 'SUCCEEDED', attemptCount: 1, losses: 0 });
    expect(task.events.map(({ kind }) => kind)).toEqual(['adopted']);
  });

  test('a worker that is killed is recovered from by another one without a rerun', async () => {
    const kit = await kitOf('ray_job');
    const killed = await kit.startProcess('killed');
    const id = await kit.enqueue({ callable: 'raydeck.demo.long_task', args: '[8]' });
    await kit.running(id);
    await killed.end('SIGKILL');
    await kit.startWorker();
    const task = await kit.finished(id);
    expect(task).toMatchObject({ state: 'SUCCEEDED', attemptCount: 1, losses: 0 });
  });

  test('children of the local runner end with their worker, and their tasks run again', async () => {
    const kit = await kitOf('local');
    const first = await kit.startWorker();
    const id = await kit.enqueue({
      callable: 'raydeck.demo.long_task',
      args: '[300]',
      retry: { backoff: 'fixed', delaySeconds: 0 },
    });
    await kit.running(id);
    await first.stop();
    const task = await kit.db.prisma.task.findUniqueOrThrow({ where: { id }, include: { attempts: true } });
    expect(task).toMatchObject({ state: 'QUEUED', losses: 1, failures: 0 });
    expect(task.attempts).toMatchObject([{ state: 'LOST' }]);
    expect(task.attempts[0]?.releasedAt).not.toBeNull();
  });

  test('no more attempts hold a place at once than the worker has places', async () => {
    const kit = await kitOf('local');
    await kit.startWorker({ CONCURRENCY: 3 });
    const ids = await Promise.all(
      Array.from({ length: 12 }, (_, i) => kit.enqueue({ callable: 'raydeck.demo.add', args: `[${i}, 1]` })),
    );
    for (const id of ids) await kit.finished(id);
    const { rows } = await kit.db.pool.query<{ most: number }>(`
      SELECT max(held)::int AS most FROM (
        SELECT (SELECT count(*) FROM raydeck.attempt AS b WHERE b.submitted_at <= a.submitted_at AND b.released_at > a.submitted_at) AS held
        FROM raydeck.attempt AS a) AS place`);
    expect(rows[0]?.most).toBeLessThanOrEqual(3);
  });

  test('a worker whose lease ran out takes a new id and its attempts go on', async () => {
    const kit = await kitOf('local');
    const worker = await kit.startWorker();
    const before = worker.workerId;
    const id = await kit.enqueue({ callable: 'raydeck.demo.long_task', args: '[4]' });
    await kit.running(id);
    await kit.db.pool.query(
      `UPDATE raydeck.worker SET lease_expires_at = clock_timestamp() - interval '1 second' WHERE id = $1`,
      [before],
    );
    await until('a new id', () => worker.workerId !== before);
    expect(await kit.finished(id)).toMatchObject({ state: 'SUCCEEDED', attemptCount: 1 });
  });
});
