import type { Principal } from '@raydeck/core';
import { type BulkOperation, getBulkOperation, startBulkOperation } from '@raydeck/services';
import { until } from '@raydeck/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWorkerKit, type WorkerKit } from './conformance/worker-kit.ts';

let kit: WorkerKit;

beforeAll(async () => {
  kit = await createWorkerKit('local');
});
afterAll(() => kit.close(), 60_000);

async function somebody(): Promise<Principal> {
  const { id } = await kit.db.prisma.user.create({
    data: { email: 'ada@example.com', name: 'Ada', passwordHash: 'x', role: 'OPERATOR' },
  });
  return { kind: 'user', id: 'user:ada', userId: id, name: 'Ada', role: 'OPERATOR', canViewPayload: false };
}

it('an operation is taken up by a worker, by way of pg-boss, and another worker goes on when that one ends', async () => {
  const later = new Date(Date.now() + 86_400_000).toISOString();
  const ids: string[] = [];
  for (let n = 0; n < 60; n += 1)
    ids.push(await kit.enqueue({ callable: 'raydeck.demo.add', args: `[${n}, 1]`, tags: ['many'], runAt: later }));
  const context = {
    ...kit.context,
    principal: await somebody(),
    defaults: { runner: 'local', maxAttempts: 3 } as const,
  };
  const { id, total } = await startBulkOperation(context, {
    action: 'cancel',
    filter: { tag: 'many' },
    reason: 'they were a mistake',
    perSecond: 10,
  });
  expect(total).toBe(60);
  const read = (): Promise<BulkOperation> => getBulkOperation(context, id);

  const first = await kit.startWorker();
  await until('a portion', async () => (await read()).done > 0);
  expect((await read()).state).toBe('RUNNING');
  await first.stop();
  expect((await read()).done).toBeLessThan(60);

  await kit.startWorker();
  const over = await until('the end', async () => ((await read()).finishedAt ? read() : null));
  expect(over).toMatchObject({ state: 'DONE', total: 60, done: 60, skipped: 0, error: null });
  expect(await kit.db.prisma.task.count({ where: { id: { in: ids }, state: 'CANCELED' } })).toBe(60);
});
