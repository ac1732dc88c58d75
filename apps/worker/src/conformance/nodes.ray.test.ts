import { misfitOf, type NodeOffer, type Resources } from '@raydeck/core';
import type { RunningRayCluster } from '@raydeck/embedded';
import { createRayClient, type RayClient } from '@raydeck/ray';
import { until } from '@raydeck/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCluster } from './test-cluster.ts';
import { createWorkerKit, type FinishedTask, type WorkerKit } from './worker-kit.ts';

const GIB = 2 ** 30;
const inZoneA = { cpus: 2, gpus: 1, memoryBytes: 2 * GIB, resources: { disk: 2 }, labels: { zone: 'a' } };
const inZoneB = { cpus: 4, memoryBytes: 2 * GIB, labels: { zone: 'b' } };

/** Where user code finds its output: each node has a folder of its own, and no record of a job could say it wrongly. */
const outputFile = `__import__('os').readlink('/proc/self/fd/1')`;

describe('on a cluster of several nodes', { timeout: 120_000 }, () => {
  let cluster: RunningRayCluster;
  let ray: RayClient;
  let kit: WorkerKit;
  let nodeA: string;
  let nodeB: string;

  beforeAll(async () => {
    cluster = await startTestCluster([inZoneA, inZoneB]);
    [nodeA = '', nodeB = ''] = cluster.workers.map(({ id }) => id);
    ray = createRayClient(cluster);
    kit = await createWorkerKit('ray_job', cluster);
    await kit.startWorker({ CONCURRENCY: 20 });
  });

  afterAll(async () => {
    await kit?.close();
    await ray?.close();
    await cluster?.stop();
  });

  describe.concurrent('with room', () => {
    test('user code never runs on the head, though the task asks for nothing', async () => {
      const ids = await Promise.all([1, 2, 3].map(() => kit.enqueue(evaluate(outputFile))));
      for (const id of ids) {
        const task = await kit.finished(id);
        const node = cluster.workers.find(({ folder }) => task.result?.startsWith(`"${folder}/`));
        expect(task.attempts).toMatchObject([{ rayNodeId: node?.id }]);
      }
    });

    test.each<[string, Resources, () => string]>([
      ['CPU', { numCpus: 1.5, labelSelector: { zone: 'a' } }, () => nodeA],
      ['GPU', { numGpus: 0.5 }, () => nodeA],
      ['memory', { memoryBytes: GIB, labelSelector: { zone: 'b' } }, () => nodeB],
      ['disk', { custom: { disk: 2 } }, () => nodeA],
    ])('%s is reserved where the task runs, while it runs', async (name, resources, node) => {
      const amount = resources.numGpus ?? resources.memoryBytes ?? resources.custom?.[name] ?? resources.numCpus ?? 0;
      const id = await kit.enqueue({ callable: 'raydeck.demo.long_task', args: '[300]', resources });
      await kit.running(id);
      // Others ask for a hundredth of a CPU beside it.
      await until(`${amount} ${name} to be given away`, async () => {
        const used = (await usageOf(node(), name)) ?? 0;
        return used >= amount && used < amount * 1.1;
      });
      await kit.cancel(id);
      const task = await kit.finished(id);
      expect(task.attempts).toMatchObject([{ state: 'CANCELED', rayNodeId: node() }]);
    });

    test.each([
      ['a', () => cluster.workers[0]],
      ['b', () => cluster.workers[1]],
    ])('a task that asks for the label zone=%s runs on the node that has it', async (zone, node) => {
      const resources = { labelSelector: { zone } };
      const task = await kit.finished(await kit.enqueue({ ...evaluate(outputFile), resources }));
      expect(task.result).toMatch(new RegExp(`^"${node()?.folder}/`));
      expect(task.attempts).toMatchObject([{ rayNodeId: node()?.id }]);
    });

    test.each<[Resources, string]>([
      [{ numGpus: 64 }, 'It asks for 64 GPUs; the largest node has 1 GPU.'],
      [{ custom: { unobtainium: 1 } }, 'It asks for 1 of unobtainium; no node has any.'],
      [{ labelSelector: { zone: 'nowhere' } }, 'It asks for a node with the label zone=nowhere; no node has it.'],
    ])('%j waits, is explained, and is gone from Ray when it is canceled', async (resources, explanation) => {
      const id = await kit.enqueue({ callable: 'raydeck.demo.add', args: '[1, 2]', resources });
      const { rayJobId } = await until('it waits in Ray', () =>
        kit.db.prisma.attempt.findFirst({ where: { taskId: id, state: 'SUBMITTED', rayJobId: { not: null } } }),
      );
      const job = rayJobId ?? '';
      await until('Ray says that it waits', async () => (await ray.findJob(job))?.status === 'PENDING');
      expect(misfitOf(resources, await nodesAsStored())).toEqual({ kind: 'impossible', text: explanation });

      await kit.cancel(id);
      const task = await kit.finished(id);
      expect(task).toMatchObject({ state: 'CANCELED', failures: 0, losses: 0 });
      expect(task.attempts).toMatchObject([{ state: 'CANCELED', startedAt: null }]);
      expect((await ray.findJob(job))?.status).not.toBe('PENDING');
    });
  });

  test('whatever a killed worker has submitted, another one serves: start, heartbeats, outcome', async () => {
    const own = await createWorkerKit('ray_job', cluster);
    try {
      const first = await own.startProcess('killed');
      const resources = { numGpus: 1 };
      const blocker = await own.enqueue({ callable: 'raydeck.demo.long_task', args: '[300]', resources });
      await own.running(blocker);
      const id = await own.enqueue({ callable: 'raydeck.demo.long_task', args: '[4]', resources });
      await until('it waits for the GPU', () =>
        own.db.prisma.attempt.findFirst({ where: { taskId: id, state: 'SUBMITTED', workerId: first.workerId } }),
      );
      const survivor = await own.startProcess('survivor');
      await first.end('SIGKILL');

      const [at] = await own.db.prisma.$queryRaw<[{ now: Date }]>`SELECT clock_timestamp() AS now`;
      await until('a heartbeat of what ran already', () =>
        own.db.prisma.attempt.findFirst({ where: { taskId: blocker, lastHeartbeatAt: { gt: at.now } } }),
      );
      await own.cancel(blocker);
      const [attempt] = (await own.finished(id)).attempts;
      expect(attempt).toMatchObject({ state: 'SUCCEEDED', number: 1, workerId: survivor.workerId });
      expect(attempt?.startedAt?.getTime()).toBeGreaterThan(at.now.getTime());
      expect(attempt?.lastHeartbeatAt?.getTime()).toBeGreaterThan(attempt?.startedAt?.getTime() ?? Infinity);
      expect(await own.finished(blocker)).toMatchObject({ state: 'CANCELED', attemptCount: 1 });
    } finally {
      await own.close();
    }
  });

  test('a node that dies loses its attempt, uncounted, and the task runs again on the node that replaces it', async () => {
    const id = await kit.enqueue({
      ...evaluate(`__import__('raydeck').context().number > 1 or __import__('time').sleep(300)`),
      resources: { custom: { disk: 1 } },
      retry: { backoff: 'fixed', delaySeconds: 0 },
    });
    await kit.running(id);
    await cluster.workers[0]?.kill();
    await until(
      'its attempt is lost',
      () => kit.db.prisma.attempt.findFirst({ where: { taskId: id, state: 'LOST' } }),
      {
        deadlineMs: 120_000,
      },
    );
    const replacement = await cluster.addWorker(inZoneA);
    const task: FinishedTask = await kit.finished(id);
    expect(task).toMatchObject({ state: 'SUCCEEDED', failures: 0, losses: 1, attemptCount: 2 });
    expect(task.attempts).toMatchObject([
      { state: 'LOST', rayNodeId: nodeA, errorClass: 'RayActorDied' },
      { state: 'SUCCEEDED', rayNodeId: replacement.id },
    ]);
  });

  function evaluate(expression: string): { callable: string; args: string } {
    return { callable: 'builtins.eval', args: JSON.stringify([expression]) };
  }

  async function usageOf(node: string, resource: string): Promise<number | undefined> {
    return (await ray.load()).byNode.get(node)?.[resource]?.[0];
  }

  /** What the worker wrote down of the cluster, from which the console explains. */
  async function nodesAsStored(): Promise<readonly NodeOffer[]> {
    const { snapshot } = await kit.db.prisma.cluster.findFirstOrThrow();
    // Safe: written by this worker, from packages/ray's ClusterSnapshot.
    return (snapshot as unknown as { nodes: NodeOffer[] }).nodes;
  }
});
