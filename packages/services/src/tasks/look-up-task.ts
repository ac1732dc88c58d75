import { isInReach } from '@raydeck/core';
import type { Prisma } from '@raydeck/db';
import type { Context } from '../context.ts';
import { notFound, requireUuid } from '../reading/uuid.ts';

/**
 * The few columns that an action on a task decides by. Throws NOT_FOUND, also for what is no id at all, and for what the
 * principal does not reach: that it exists is nobody else's business.
 */
export async function lookUpTask(tx: Prisma.TransactionClient, { principal }: Context, id: string) {
  const task = await tx.task.findUnique({
    where: { id: requireUuid(id, 'task') },
    select: { queue: true, callable: true, createdBy: true, state: true },
  });
  if (!task || !isInReach(principal, task)) throw notFound('task');
  return task;
}
