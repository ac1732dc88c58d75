import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { maxQueues } from './write-queue.ts';

/** A queue as a form offers it, with the profile that its tasks run with unless they name one. */
export interface QueueChoice {
  name: string;
  profile: string | null;
}

/** For forms that pick a queue: no load is counted. A key sees the ones that it reaches. */
export async function listQueueChoices(context: Context): Promise<QueueChoice[]> {
  authorize(context, 'queue.read');
  const { principal, db } = context;
  const isRestricted = principal.kind === 'key' && principal.queues.length > 0;
  return db.prisma.queue.findMany({
    where: isRestricted ? { name: { in: [...principal.queues] } } : {},
    select: { name: true, profile: true },
    orderBy: { name: 'asc' },
    take: maxQueues,
  });
}
