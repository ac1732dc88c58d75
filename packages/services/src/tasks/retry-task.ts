import { RaydeckError, type TaskState } from '@raydeck/core';
import type { Prisma } from '@raydeck/db';
import { audit } from '../audit.ts';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { holdQueue } from '../queues/hold-queue.ts';
import { lookUpTask } from './look-up-task.ts';

/**
 * Runs a FAILED or CANCELED task again: QUEUED, due now, with the same arguments and a fresh budget of attempts; its
 * earlier attempts stay. An expiry that has passed is dropped, for the operator wants it to run. Throws NOT_FOUND, also when its
 * queue is gone, FORBIDDEN, CONFLICT in any other state. Twice: the second is a CONFLICT. A crash leaves it done or not.
 */
export async function retryTask(
  context: Context,
  { id, reason }: { id: string; reason?: string | undefined },
): Promise<{ state: TaskState }> {
  authorize(context, 'task.retry');
  await context.db.prisma.$transaction(async (tx) => {
    const task = await lookUpTask(tx, context, id);
    const moved = await tx.$executeRaw`
      UPDATE raydeck.task SET state = 'QUEUED', run_at = clock_timestamp(), parked = false, finished_at = NULL,
        cancel_requested_at = NULL,
        failures = 0, losses = 0, expires_at = CASE WHEN expires_at > clock_timestamp() THEN expires_at END
      WHERE id = ${id}::uuid AND state::text IN ('FAILED', 'CANCELED')`;
    if (moved === 0) throw new RaydeckError('CONFLICT', await whyNot(tx, context, id));
    await holdQueue(tx, task.queue);
    await tx.taskEvent.create({
      data: { taskId: id, kind: 'retried_by_hand', actor: context.principal.id, reason: reason ?? null },
    });
    const states = { before: { state: task.state }, after: { state: 'QUEUED' } };
    await audit(tx, context, { action: 'task.retry', targetType: 'task', targetId: id, reason, ...states });
  });
  context.notifier.ready();
  context.notifier.changed(id);
  context.emit({ type: 'task.retried', taskId: id, actor: context.principal.id });
  return { state: 'QUEUED' };
}

async function whyNot(tx: Prisma.TransactionClient, context: Context, id: string): Promise<string> {
  const { state } = await lookUpTask(tx, context, id);
  return `The task is ${state}: only FAILED and CANCELED tasks are retried.`;
}
