import type { RetryPolicy } from '@raydeck/core';
import type { QueueModel } from '@raydeck/db';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { type BoundedCount, boundedCount } from '../reading/bounded-count.ts';
import { boundedRead } from '../reading/bounded-read.ts';
import { retryPolicyOf } from '../tasks/task-wishes.ts';
import { queueLoadText, type QueueLoadRow, runningText } from './queue-load.ts';

export interface QueueSummary extends Omit<QueueModel, 'retryPolicy'> {
  retryPolicy: Partial<RetryPolicy> | null;
  /** Wait for their time, their turn or a slot. */
  queued: BoundedCount;
  /** Of these, the ones whose time has come. */
  due: BoundedCount;
  running: BoundedCount;
  oldestDueAt: Date | null;
}

/** All queues by name; a key sees the ones that it reaches. Counts are of the whole queue, whatever callables a key reaches. */
export async function listQueues(context: Context): Promise<QueueSummary[]> {
  authorize(context, 'queue.read');
  const { principal, db } = context;
  const isRestricted = principal.kind === 'key' && principal.queues.length > 0;
  const queues = await db.prisma.queue.findMany({
    where: isRestricted ? { name: { in: [...principal.queues] } } : {},
    orderBy: { name: 'asc' },
    take: 1_000,
  });
  const names = queues.map((queue) => queue.name);
  const [loads, running] = await boundedRead(db, async (query) => [
    await query<QueueLoadRow>(queueLoadText, [names]),
    await query<{ queue: string; running: number; total: number }>(runningText),
  ]);
  return queues.map((queue) => {
    const load = loads.find((row) => row.queue === queue.name);
    const active = running.find((row) => row.queue === queue.name);
    return {
      ...queue,
      retryPolicy: retryPolicyOf(queue.retryPolicy),
      queued: boundedCount(load?.queued ?? 0),
      due: boundedCount(load?.due ?? 0),
      oldestDueAt: load?.oldestDueAt ?? null,
      running: { count: active?.running ?? 0, isCapped: boundedCount(running[0]?.total ?? 0).isCapped },
    };
  });
}
