import { until } from '@raydeck/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gatewayPids } from './gateway-pids.ts';
import type { Worker } from '../worker.ts';
import { createWorkerKit, type WorkerKit } from './worker-kit.ts';

let kit: WorkerKit;
let worker: Worker;

beforeAll(async () => {
  kit = await createWorkerKit('ray_core');
});
afterAll(() => kit.close(), 60_000);

const timeout = { timeout: 300_000 };
const deadlineMs = 200_000;
const add = { callable: 'raydeck.demo.add', args: '[1, 2]' };

/** Once there are so many that take tasks. */
function gateways(count: number) {
  return until(
    `${count} gateways`,
    async () => {
      const where = { endedAt: null, draining: false, executionId: { not: null } };
      const open = await kit.db.prisma.gateway.findMany({ where });
      return open.length === count ? open : null;
    },
    { deadlineMs },
  );
}

test('tasks go to all gateways of the cluster', timeout, async () => {
  worker = await kit.startWorker({ RAY_CORE_GATEWAYS: 2 });
  await gateways(2);
  const used = new Set<string>();
  await until(
    'both to have actors',
    async () => {
      const ids = await Promise.all(Array.from({ length: 10 }, () => kit.enqueue(add)));
      for (const id of ids) expect(await kit.finished(id)).toMatchObject({ state: 'SUCCEEDED', attemptCount: 1 });
      for (const { id, actors } of await gateways(2)) if (actors > 0) used.add(id);
      return used.size === 2;
    },
    { deadlineMs },
  );
});

test('what one of them held is lost and tried at the other, until there are two again', timeout, async () => {
  const before = await gateways(2);
  const sleep = { callable: 'time.sleep', args: '[10]', retry: { backoff: 'fixed', delaySeconds: 0 } } as const;
  const ids: string[] = [];
  // One after the other: the second goes where the first is not.
  for (let number = 0; number < 2; number += 1) {
    const id = await kit.enqueue(sleep);
    await kit.running(id);
    ids.push(id);
  }
  for (const pid of gatewayPids(before[0]?.jobName ?? '')) process.kill(pid, 'SIGKILL');
  const tasks = await Promise.all(ids.map((id) => kit.finished(id)));
  expect(tasks.map(({ state, failures }) => [state, failures])).toEqual(ids.map(() => ['SUCCEEDED', 0]));
  expect(tasks.map(({ losses }) => losses).toSorted((a, b) => a - b)).toEqual([0, 1]);
  const after = await gateways(2);
  expect(after.map(({ id }) => id)).toContain(before[1]?.id);
});

test('with a smaller number the youngest are drained and end', timeout, async () => {
  const [oldest] = (await gateways(2)).toSorted((a, b) => Number(a.createdAt) - Number(b.createdAt));
  const id = await kit.enqueue({ callable: 'time.sleep', args: '[5]' });
  await kit.running(id);
  await worker.stop();
  await kit.startWorker({ RAY_CORE_GATEWAYS: 1 });
  await until(
    'the youngest to end',
    async () => (await kit.db.prisma.gateway.count({ where: { endedAt: null } })) === 1,
    { deadlineMs },
  );
  expect(await kit.finished(id)).toMatchObject({ state: 'SUCCEEDED', attemptCount: 1, losses: 0 });
  const [left] = await gateways(1);
  expect(left?.id).toBe(oldest?.id);
});
