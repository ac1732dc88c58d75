import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { notFound } from '../reading/uuid.ts';
import { rowName } from './queue-settings.ts';
import { summarizeQueues, type QueueSummary } from './queue-summary.ts';

/** Throws NOT_FOUND, also for a queue that a key does not reach. */
export async function getQueue(context: Context, name: string): Promise<QueueSummary> {
  authorize(context, 'queue.read');
  const { principal } = context;
  const isHidden = principal.kind === 'key' && principal.queues.length > 0 && !principal.queues.includes(name);
  if (isHidden) throw notFound('queue');
  return readQueue(context, name);
}

/** The same for whoever has just done something to it: that was more than reading. */
export async function readQueue(context: Context, name: string): Promise<QueueSummary> {
  const isName = rowName.safeParse(name).success;
  const row = isName ? await context.db.prisma.queue.findUnique({ where: { name } }) : null;
  const [queue] = row ? await summarizeQueues(context, [row]) : [];
  if (!queue) throw notFound('queue');
  return queue;
}
