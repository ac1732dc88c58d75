import { RaydeckError, type TaskState } from '@raydeck/core';
import { audit } from '../audit.ts';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { lookUpTask } from './look-up-task.ts';

/**
 * Makes a QUEUED task due now, whether it waits for its time, its backoff or a snooze; its turn and its limits stay. Throws
 * NOT_FOUND, FORBIDDEN, CONFLICT in any other state. One that is due already, and so the second of two, changes nothing. A crash
 * leaves it done or not.
 */
export async function runTaskNow(
  context: Context,
  { id, reason }: { id: string; reason?: string | undefined },
): Promise<{ state: TaskState }> {
  authorize(context, 'task.edit');
  await context.db.prisma.$transaction(async (tx) => {
    // A claim that is under way is waited for: it decides what state the task is in.
    const task = await lookUpTask(tx, context, id, 'FOR NO KEY UPDATE');
    if (task.state !== 'QUEUED') {
      throw new RaydeckError('CONFLICT', `The task is ${task.state}: only a QUEUED one waits for its time.`);
    }
    const { runAt: before } = await tx.task.findUniqueOrThrow({ where: { id }, select: { runAt: true } });
    const [moved] = await tx.$queryRaw<{ runAt: Date }[]>`
      UPDATE raydeck.task SET run_at = clock_timestamp()
      WHERE id = ${id}::uuid AND state::text = 'QUEUED' AND run_at > clock_timestamp() RETURNING run_at AS "runAt"`;
    if (!moved) return;
    const differences = { before: { runAt: before.toISOString() }, after: { runAt: moved.runAt.toISOString() } };
    await tx.taskEvent.create({
      data: { taskId: id, kind: 'edited', actor: context.principal.id, reason: reason ?? null, data: differences },
    });
    await audit(tx, context, { action: 'task.edit', targetType: 'task', targetId: id, reason, ...differences });
  });
  context.notifier.ready();
  context.notifier.changed(id);
  context.emit({ type: 'task.edited', taskId: id, actor: context.principal.id });
  return { state: 'QUEUED' };
}
