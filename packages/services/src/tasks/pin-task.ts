import { z } from 'zod';
import { audit } from '../audit.ts';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { reason } from '../reason.ts';
import { lookUpTask } from './look-up-task.ts';

/** A task that shall be kept for good, or no longer. */
export const TaskPin = z.strictObject({ id: z.string(), pinned: z.boolean(), reason: reason.optional() });
export type TaskPin = z.infer<typeof TaskPin>;

/**
 * Keeps the task whatever the retention says, with its attempts and events, or lets it go when its time is over. Throws NOT_FOUND,
 * FORBIDDEN. Twice: the second finds nothing to do. A crash leaves it done or not.
 */
export async function pinTask(context: Context, input: TaskPin): Promise<{ pinned: boolean }> {
  authorize(context, 'task.pin');
  const { id, pinned, reason: why } = parseInput(TaskPin, input);
  await context.db.prisma.$transaction(async (tx) => {
    await lookUpTask(tx, context, id);
    const changed = await tx.$executeRaw`
      UPDATE raydeck.task SET pinned = ${pinned} WHERE id = ${id}::uuid AND pinned <> ${pinned}`;
    // Pinned already, or pruned since it was looked up.
    if (changed === 0) return void (await lookUpTask(tx, context, id));
    const kind = pinned ? 'pinned' : 'unpinned';
    await tx.taskEvent.create({ data: { taskId: id, kind, actor: context.principal.id, reason: why ?? null } });
    const states = { before: { pinned: !pinned }, after: { pinned } };
    await audit(tx, context, { action: 'task.pin', targetType: 'task', targetId: id, reason: why, ...states });
  });
  context.notifier.changed(id);
  return { pinned };
}
