import { RaydeckError, type TaskState } from '@raydeck/core';
import type { Prisma } from '@raydeck/db';
import { audit } from '../audit.ts';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { lookUpTask } from './look-up-task.ts';
import { requireAdmission } from './require-admission.ts';

/** What may be changed of a task that waits; what is absent stays. */
export interface TaskEdit {
  priority?: number | undefined;
  runAt?: Date | undefined;
  /** Null: never. */
  expiresAt?: Date | null | undefined;
  queue?: string | undefined;
}

/**
 * Changes a QUEUED or BLOCKED task. A move passes what an enqueue passes: both queues in reach, the right to enqueue, and the
 * target's allow-lists. A task that is moved or given another time is no longer parked: its key's places are asked anew.
 * Throws NOT_FOUND, FORBIDDEN, CONFLICT in any other state. Twice: the second changes nothing more. A crash leaves it done or not.
 */
export async function editTask(
  context: Context,
  { id, reason, ...edit }: TaskEdit & { id: string; reason?: string | undefined },
): Promise<{ state: TaskState }> {
  authorize(context, 'task.edit');
  if (edit.queue !== undefined) authorize(context, 'task.enqueue');
  const state = await context.db.prisma.$transaction(async (tx) => {
    // A claim that is under way is waited for: it decides what state the task is in.
    await lookUpTask(tx, context, id, 'FOR NO KEY UPDATE');
    const before = await tx.task.findUniqueOrThrow({ where: { id }, select: shown });
    if (edit.queue !== undefined) await requireMove(tx, context, before, edit.queue);
    const moved = await change(tx, id, edit);
    if (!moved) {
      throw new RaydeckError('CONFLICT', `The task is ${before.state}: only QUEUED and BLOCKED tasks can be edited.`);
    }
    const differences = differencesOf(before, edit);
    const data = { taskId: id, kind: 'edited', actor: context.principal.id, reason: reason ?? null, data: differences };
    await tx.taskEvent.create({ data });
    await audit(tx, context, { action: 'task.edit', targetType: 'task', targetId: id, reason, ...differences });
    return moved;
  });
  // Its time or its turn may have come.
  context.notifier.ready();
  context.notifier.changed(id);
  context.emit({ type: 'task.edited', taskId: id, actor: context.principal.id });
  return { state };
}

const shown = {
  state: true,
  callable: true,
  runner: true,
  profile: true,
  createdBy: true,
  priority: true,
  runAt: true,
  expiresAt: true,
  queue: true,
} as const;

type Shown = Prisma.TaskGetPayload<{ select: typeof shown }>;

async function requireMove(tx: Prisma.TransactionClient, context: Context, task: Shown, queue: string): Promise<void> {
  authorize(context, 'task.enqueue', { ...task, queue });
  if (queue !== task.queue) await requireAdmission(tx, context, task, queue);
}

async function change(tx: Prisma.TransactionClient, id: string, edit: TaskEdit): Promise<TaskState | null> {
  const { priority = null, runAt = null, expiresAt, queue = null } = edit;
  const [row] = await tx.$queryRaw<{ state: TaskState }[]>`
    UPDATE raydeck.task SET
      priority = COALESCE(${priority}::smallint, priority),
      run_at = COALESCE(${runAt}::timestamptz, run_at),
      expires_at = CASE WHEN ${expiresAt === undefined} THEN expires_at ELSE ${expiresAt ?? null}::timestamptz END,
      queue = COALESCE(${queue}::text, queue),
      parked = parked AND ${queue === null && runAt === null}
    WHERE id = ${id}::uuid AND state::text IN ('QUEUED', 'BLOCKED') RETURNING state::text AS state`;
  return row?.state ?? null;
}

/** The fields that were named, as they were and as they are: none of them is payload. */
function differencesOf(task: Shown, { priority, runAt, expiresAt, queue }: TaskEdit) {
  const before: Record<string, string | number | null> = {};
  const after: Record<string, string | number | null> = {};
  const note = (name: string, was: string | number | null, is: string | number | null | undefined): void => {
    if (is === undefined) return;
    before[name] = was;
    after[name] = is;
  };
  note('priority', task.priority, priority);
  note('runAt', task.runAt.toISOString(), runAt?.toISOString());
  note('expiresAt', task.expiresAt?.toISOString() ?? null, expiresAt === null ? null : expiresAt?.toISOString());
  note('queue', task.queue, queue);
  return { before, after };
}
