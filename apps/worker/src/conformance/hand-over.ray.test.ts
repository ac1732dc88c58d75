import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive, until } from '@raydeck/testing';
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
});

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

  test('a local worker that is told to end writes down that its attempts are lost, and leaves none to others', async () => {
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

  test.each(['SIGTERM', 'SIGKILL'] as const)(
    'local executions die with a worker that gets %s, as lost and not as failed, and run again on the next one',
    async (signal) => {
      const kit = await kitOf('local');
      const folder = await mkdtemp(join(tmpdir(), 'rd-hand-over-'));
      const file = join(folder, 'pids');
      // The second one cannot see that they have died: their place is free once they have been silent for so long.
      const silence = { STUCK_TASK_TIMEOUT_SECONDS: '20' };
      const first = await kit.startProcess('first', silence);
      const id = await kit.enqueue({
        callable: 'builtins.eval',
        args: JSON.stringify([sleepsAtFirst(file)]),
        maxAttempts: 1,
        retry: { backoff: 'fixed', delaySeconds: 0 },
      });
      const pids = await until('it and its child run', async () => {
        const words = (await readFile(file, 'utf8').catch(() => '')).split(' ');
        return words.length === 2 && words.map(Number);
      });
      await first.end(signal);
      await until('both have died', () => !pids.some(isAlive));
      await kit.startProcess('second', silence);
      const task = await kit.finished(id);
      expect(task).toMatchObject({ state: 'SUCCEEDED', result: '"again"', failures: 0, losses: 1 });
      expect(task.attempts.map(({ state }) => state)).toEqual(['LOST', 'SUCCEEDED']);
      await rm(folder, { recursive: true });
    },
  );

  test.each(['ray_job', 'local'] as const)(
    'a cancel that is asked while the worker of a %s attempt is dead is completed by the next one',
    async (runner) => {
      const kit = await kitOf(runner);
      const killed = await kit.startProcess('killed');
      const id = await kit.enqueue({ callable: 'raydeck.demo.long_task', args: '[300]' });
      await kit.running(id);
      await killed.end('SIGKILL');
      await kit.cancel(id);
      await kit.startWorker();
      const task = await kit.finished(id);
      expect(task).toMatchObject({ state: 'CANCELED', attemptCount: 1 });
    },
  );

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

/** Python: the first attempt writes down its own pid and its child's and sleeps, a later one returns. */
function sleepsAtFirst(file: string): string {
  const child = `__import__("subprocess").Popen(["sleep", "300"]).pid`;
  const told = `open(${JSON.stringify(file)}, "w").write(f"{__import__('os').getpid()} {${child}}")`;
  return `"again" if __import__("raydeck").context().number > 1 else (${told}, __import__("time").sleep(300))`;
}
