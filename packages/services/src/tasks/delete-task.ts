import { RaydeckError } from '@raydeck/core';
import { deleteTaskStatement, type Prisma } from '@raydeck/db';
import { audit } from '../audit.ts';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { lookUpTask } from './look-up-task.ts';

/**
 * Deletes a finished task with its attempts and events before its time is over; what it kept outside the database goes with the next
 * retention run. Throws NOT_FOUND, FORBIDDEN, CONFLICT for what retention would keep: a task that is pinned or not finished, one with a
 * retry under way, and one that a webhook has not been told of yet. A crash leaves it gone or not.
 */
export async function deleteTask(
  context: Context,
  { id, reason }: { id: string; reason?: string | undefined },
): Promise<void> {
  authorize(context, 'task.delete');
  await context.db.prisma.$transaction(async (tx) => {
    const { state, queue, callable } = await lookUpTask(tx, context, id);
    const [row] = await tx.$queryRawUnsafe<{ found: boolean; deleted: boolean }[]>(deleteTaskStatement.text, id);
    if (!row?.deleted) throw new RaydeckError('CONFLICT', await whyKept(tx, context, id, row?.found ?? false));
    const before = { state, queue, callable };
    await audit(tx, context, { action: 'task.delete', targetType: 'task', targetId: id, reason, before });
  });
  context.notifier.changed(id);
}

async function whyKept(tx: Prisma.TransactionClient, context: Context, id: string, found: boolean): Promise<string> {
  const { state } = await lookUpTask(tx, context, id);
  const task = await tx.task.findUnique({ where: { id }, select: { pinned: true, finishedAt: true } });
  if (!task?.finishedAt) return `The task is ${state}: only finished tasks are deleted.`;
  if (task.pinned) return 'The task is pinned.';
  if (found)
    return 'A task that was retried from this one has not finished, or an execution of it is not known to be over.';
  return 'A webhook has not been told of the task’s end yet.';
}
