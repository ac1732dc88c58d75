import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { notFound } from '../reading/uuid.ts';
import { rowName } from './queue-settings.ts';
import { summarizeQueues, type QueueSummary } from './queue-summary.ts';

/** Throws NOT_FOUND, also for a queue that a key does not reach. */
export async function getQueue(context: Context, name: string): Promise<QueueSummary> {
  authorize(context, 'queue.read');
  const { principal, db } = context;
  const isHidden = principal.kind === 'key' && principal.queues.length > 0 && !principal.queues.includes(name);
  const isName = rowName.safeParse(name).success;
  const row = isHidden || !isName ? null : await db.prisma.queue.findUnique({ where: { name } });
  const [queue] = row ? await summarizeQueues(context, [row]) : [];
  if (!queue) throw notFound('queue');
  return queue;
}
