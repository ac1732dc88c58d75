import { RaydeckError, type TaskState } from '@raydeck/core';
import type { Prisma } from '@raydeck/db';
import { audit } from '../audit.ts';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { lookUpTask } from './look-up-task.ts';

/** States change under us at most this often before we say so: each round lost means that somebody else moved the task. */
const rounds = 5;

/**
 * Cancels: a waiting task is CANCELED at once; a running one is asked to end, stays RUNNING until its execution is known
 * to be over, and ends in whatever truly happened. Throws NOT_FOUND, FORBIDDEN, CONFLICT when the task is final already.
 * Twice: the second finds the cancel requested and changes nothing. A crash leaves the request for the owner to find.
 */
export async function cancelTask(
  context: Context,
  { id, reason }: { id: string; reason?: string | undefined },
): Promise<{ state: TaskState }> {
  authorize(context, 'task.cancel');
  const state = await context.db.prisma.$transaction(async (tx) => {
    const task = await lookUpTask(tx, context, id);
    const { state: moved, isRepeat } = await move(tx, context, id);
    if (isRepeat) return moved;
    const entry = { taskId: id, actor: context.principal.id, reason: reason ?? null };
    await tx.taskEvent.create({ data: { ...entry, kind: moved === 'CANCELED' ? 'canceled' : 'cancel_requested' } });
    const after = moved === 'CANCELED' ? { state: moved } : { state: moved, cancelRequested: true };
    await audit(tx, context, {
      action: 'task.cancel',
      targetType: 'task',
      targetId: id,
      reason,
      before: { state: task.state },
      after,
    });
    return moved;
  });
  if (state === 'RUNNING') context.notifier.cancel(id);
  context.notifier.changed(id);
  context.emit({ type: 'task.cancel_requested', taskId: id, state, actor: context.principal.id });
  return { state };
}

interface Moved {
  state: 'CANCELED' | 'RUNNING';
  /** It was asked to end before. */
  isRepeat: boolean;
}

async function move(tx: Prisma.TransactionClient, context: Context, id: string): Promise<Moved> {
  for (let round = 0; round < rounds; round += 1) {
    const waiting = await tx.$executeRaw`
      UPDATE raydeck.task SET state = 'CANCELED', finished_at = clock_timestamp(), cancel_requested_at = clock_timestamp()
      WHERE id = ${id}::uuid AND state::text IN ('QUEUED', 'BLOCKED')`;
    if (waiting === 1) return { state: 'CANCELED', isRepeat: false };
    const running = await tx.$executeRaw`
      UPDATE raydeck.task SET cancel_requested_at = clock_timestamp()
      WHERE id = ${id}::uuid AND state::text = 'RUNNING' AND cancel_requested_at IS NULL`;
    if (running === 1) return { state: 'RUNNING', isRepeat: false };
    const { state, cancelRequested } = await lookUpTask(tx, context, id);
    if (state === 'RUNNING' && cancelRequested) return { state, isRepeat: true };
    if (state !== 'QUEUED' && state !== 'RUNNING' && state !== 'BLOCKED') {
      throw new RaydeckError('CONFLICT', `The task is ${state} already: there is nothing to cancel.`);
    }
  }
  throw new RaydeckError('CONFLICT', 'The task kept changing. Try again.');
}
