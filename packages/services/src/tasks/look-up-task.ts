import { RaydeckError } from '@raydeck/core';
import type { Prisma } from '@raydeck/db';
import { z } from 'zod';

/** The few columns that an action on a task decides by. Throws NOT_FOUND, also for what is no id at all. */
export async function lookUpTask(tx: Prisma.TransactionClient, id: string) {
  const task = z.guid().safeParse(id).success
    ? await tx.task.findUnique({ where: { id }, select: { queue: true, callable: true, state: true } })
    : null;
  if (!task) throw new RaydeckError('NOT_FOUND', 'There is no such task.');
  return task;
}
