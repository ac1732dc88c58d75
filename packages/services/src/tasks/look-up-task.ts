import { isInReach, type TaskState } from '@raydeck/core';
import type { Prisma } from '@raydeck/db';
import type { Context } from '../context.ts';
import { notFound, requireUuid } from '../reading/uuid.ts';

interface KnownTask {
  queue: string;
  callable: string;
  createdBy: string;
  state: TaskState;
  cancelRequested: boolean;
}

/**
 * The few columns that an action on a task decides by. Throws NOT_FOUND, also for what is no id at all, and for what the
 * principal does not reach: that it exists is nobody else's business. With a lock the row stays as it is to the end of `tx`.
 */
export async function lookUpTask(
  tx: Prisma.TransactionClient,
  { principal }: Context,
  id: string,
  lock: '' | 'FOR NO KEY UPDATE' | 'FOR SHARE' = '',
): Promise<KnownTask> {
  const [task] = await tx.$queryRawUnsafe<KnownTask[]>(
    `SELECT queue, callable, created_by AS "createdBy", state::text AS state, cancel_requested_at IS NOT NULL AS "cancelRequested"
     FROM raydeck.task WHERE id = $1::uuid ${lock}`,
    requireUuid(id, 'task'),
  );
  if (!task || !isInReach(principal, task)) throw notFound('task');
  return task;
}
