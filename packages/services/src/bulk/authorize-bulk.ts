import { bulkNeeds, RaydeckError } from '@raydeck/core';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import type { BulkChange } from './bulk-change.ts';

/** As the single actions are authorised; each task's own queue is asked with the task. Throws FORBIDDEN, INVALID for a queue that is none. */
export async function authorizeBulk(context: Context, { action, queue }: BulkChange): Promise<void> {
  for (const need of ['bulk.write', ...bulkNeeds(action)] as const) authorize(context, need);
  if (queue === undefined) return;
  const { principal } = context;
  if (principal.kind === 'key' && principal.queues.length > 0 && !principal.queues.includes(queue)) {
    throw new RaydeckError('FORBIDDEN', `This key does not reach queue "${queue}".`, { path: 'queue' });
  }
  const known = await context.db.prisma.queue.findUnique({ where: { name: queue }, select: { name: true } });
  if (!known) throw new RaydeckError('INVALID', `queue: there is no queue "${queue}"`, { path: 'queue' });
}
