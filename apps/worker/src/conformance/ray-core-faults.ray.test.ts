import { until } from '@raydeck/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gatewayPids } from './gateway-pids.ts';
import { createWorkerKit, type WorkerKit } from './worker-kit.ts';

let kit: WorkerKit;

beforeAll(async () => {
  kit = await createWorkerKit('ray_core');
});
afterAll(() => kit.close(), 60_000);

const sleep = (seconds: number) => ({ callable: 'time.sleep', args: `[${seconds}]` });
const deadlineMs = 150_000;

async function openGateway(): Promise<{ id: string; jobName: string }> {
  return until(
    'a gateway',
    () => kit.db.prisma.gateway.findFirst({ where: { endedAt: null, executionId: { not: null } } }),
    {
      deadlineMs,
    },
  );
}

test('tasks of a killed worker run on under their adopter, once', { timeout: 180_000 }, async () => {
  const first = await kit.startProcess('first');
  await openGateway();
  const running = await Promise.all([kit.enqueue(sleep(12)), kit.enqueue(sleep(12))]);
  for (const id of running) await kit.running(id);
  await first.end('SIGKILL');
  await kit.startWorker();
  for (const id of running) {
    const task = await kit.finished(id);
    expect(task).toMatchObject({ state: 'SUCCEEDED', attemptCount: 1, losses: 0, failures: 0 });
    expect(task.events.map(({ kind }) => kind)).toEqual(['adopted']);
  }
});

test('tasks of a killed gateway are lost, and run again under the next one', { timeout: 180_000 }, async () => {
  const before = await openGateway();
  const id = await kit.enqueue({ ...sleep(8), retry: { backoff: 'fixed', delaySeconds: 0 } });
  await kit.running(id);
  const pids = gatewayPids(before.jobName);
  expect(pids).toHaveLength(1);
  for (const pid of pids) process.kill(pid, 'SIGKILL');
  const task = await kit.finished(id);
  expect(task).toMatchObject({ state: 'SUCCEEDED', attemptCount: 2, losses: 1, failures: 0 });
  expect(task.attempts.map(({ state, errorClass }) => [state, errorClass])).toEqual([
    ['LOST', 'GatewayEnded'],
    ['SUCCEEDED', null],
  ]);
});

test(
  'the death of an actor fails what ran in it, and nothing that waited behind it',
  { timeout: 180_000 },
  async () => {
    const add = { callable: 'raydeck.demo.add', args: '[1, 2]', maxAttempts: 1 };
    const ids = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        kit.enqueue(index === 20 ? { callable: 'os._exit', args: '[7]', maxAttempts: 1 } : add),
      ),
    );
    const tasks = await Promise.all(ids.map((id) => kit.finished(id)));
    expect(tasks.filter(({ state }) => state === 'SUCCEEDED')).toHaveLength(39);
    // It died sooner than a start is told, and its start stands in its row all the same.
    const started = { startedAt: expect.any(Date), executionId: expect.any(String), rayActorId: expect.any(String) };
    expect(tasks[20]?.attempts).toMatchObject([
      { state: 'FAILED', errorClass: 'ProcessExited', exitCode: 7, ...started },
    ]);
    expect(tasks.every(({ attemptCount, losses }) => attemptCount === 1 && losses === 0)).toBe(true);
  },
);

test('a cancel ends code that does not listen, and no other task', { timeout: 180_000 }, async () => {
  const [deaf, other] = [await kit.enqueue(sleep(300)), await kit.enqueue(sleep(6))];
  await kit.running(deaf);
  await kit.cancel(deaf);
  expect(await kit.finished(deaf)).toMatchObject({ state: 'CANCELED', attempts: [{ state: 'CANCELED' }] });
  expect(await kit.finished(other)).toMatchObject({ state: 'SUCCEEDED', attemptCount: 1 });
});

test('tasks that all use Ray themselves find room for their children', { timeout: 180_000 }, async () => {
  const parallel = { callable: 'raydeck.demo.in_parallel', args: '[2, 0.1]' };
  const ids = await Promise.all(Array.from({ length: 4 }, () => kit.enqueue(parallel)));
  for (const id of ids) expect((await kit.finished(id)).state).toBe('SUCCEEDED');
});
