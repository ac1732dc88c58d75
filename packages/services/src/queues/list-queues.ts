import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { summarizeQueues, type QueueSummary } from './queue-summary.ts';
import { maxQueues } from './write-queue.ts';

/** All queues by name; a key sees the ones that it reaches. */
export async function listQueues(context: Context): Promise<QueueSummary[]> {
  authorize(context, 'queue.read');
  const { principal, db } = context;
  const isRestricted = principal.kind === 'key' && principal.queues.length > 0;
  const rows = await db.prisma.queue.findMany({
    where: isRestricted ? { name: { in: [...principal.queues] } } : {},
    orderBy: { name: 'asc' },
    take: maxQueues,
  });
  return summarizeQueues(context, rows);
}
