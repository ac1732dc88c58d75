import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';

/** The names alone, for menus: no load is counted. A key sees the ones that it reaches. */
export async function listQueueNames(context: Context): Promise<string[]> {
  authorize(context, 'queue.read');
  const { principal, db } = context;
  const isRestricted = principal.kind === 'key' && principal.queues.length > 0;
  const queues = await db.prisma.queue.findMany({
    where: isRestricted ? { name: { in: [...principal.queues] } } : {},
    select: { name: true },
    orderBy: { name: 'asc' },
    take: 1_000,
  });
  return queues.map((queue) => queue.name);
}
