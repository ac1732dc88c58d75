import { RaydeckError, type TaskState } from '@raydeck/core';
import type { TaskModel } from '@raydeck/db';
import { audit } from '../audit.ts';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { openPayload, taskPlace } from '../secrets/sealed-payload.ts';
import { enqueueTasksWithin, type NewTask } from './enqueue-tasks.ts';
import { storeArguments } from './large-arguments.ts';
import { lookUpTask } from './look-up-task.ts';
import { unmaskChanges } from './unmask-changes.ts';
import { resourcesOf, retryPolicyOf, wishesOf } from './task-wishes.ts';

/** What the new task has otherwise than the old one. */
export type TaskChanges = Omit<NewTask, 'callable' | 'idempotencyKey' | 'retriedFrom' | 'argsRef' | 'argumentsUpload'>;

/**
 * Makes a new task from a FAILED or CANCELED one, which stays as it is. It comes in through the door like any other, due now
 * unless the changes say otherwise; an expiry that has passed is dropped. Throws NOT_FOUND, FORBIDDEN, INVALID, CONFLICT in any
 * other state. Twice: two new tasks. A crash leaves it done or not.
 */
export async function retryWithChanges(
  context: Context,
  { id, reason, changes }: { id: string; reason?: string | undefined; changes: TaskChanges },
): Promise<{ id: string; state: TaskState; retriedFrom: string }> {
  authorize(context, 'task.retry');
  authorize(context, 'task.enqueue');
  const { made, tell } = await context.db.prisma.$transaction(async (tx) => {
    const { state } = await lookUpTask(tx, context, id, 'FOR SHARE');
    if (state !== 'FAILED' && state !== 'CANCELED') {
      throw new RaydeckError('CONFLICT', `The task is ${state}: only FAILED and CANCELED tasks are retried.`);
    }
    const source = openSource(context, await tx.task.findUniqueOrThrow({ where: { id } }));
    const copies = await storeArguments(context, [copyWith(source, await unmaskChanges(context, source, changes))]);
    const { enqueued, tell: tellEnqueued } = await enqueueTasksWithin(tx, context, copies);
    const [task] = enqueued;
    if (!task) throw new RaydeckError('INTERNAL', 'The door answers once for each task.');
    const entry = { taskId: source.id, actor: context.principal.id, reason: reason ?? null };
    const data = { retriedAs: task.id, changed: Object.keys(changes) };
    await tx.taskEvent.create({ data: { ...entry, kind: 'retried_with_changes', data } });
    const target = { targetType: 'task', targetId: source.id } as const;
    await audit(tx, context, { action: 'task.retry', ...target, reason, before: { state }, after: data });
    return { made: task.id, tell: tellEnqueued };
  });
  tell();
  context.notifier.changed(id);
  return { id: made, state: 'QUEUED', retriedFrom: id.toLowerCase() };
}

/** The task with its arguments in the clear: they are encrypted anew for the new one. Throws PRECONDITION without their key. */
function openSource({ keyRing }: Context, task: TaskModel): TaskModel {
  const opened = (root: 'args' | 'kwargs'): string => openPayload(keyRing, taskPlace(task.id), root, task[root]);
  return { ...task, args: opened('args'), kwargs: opened('kwargs') };
}

/** Stored arguments are one object: both are copied, or both are given anew. */
function copyWith(source: TaskModel, changes: TaskChanges): NewTask {
  const { args, kwargs, argsRef, ...copy } = copyOf(source);
  if (argsRef === undefined) return { ...copy, args, kwargs, ...changes };
  const isNew = changes.args !== undefined && changes.kwargs !== undefined;
  if (!isNew && (changes.args !== undefined || changes.kwargs !== undefined)) {
    throw new RaydeckError('INVALID', 'changes.args: this task’s arguments are stored: give args and kwargs, or none', {
      path: 'changes.args',
    });
  }
  return { ...copy, ...(isNew ? {} : { argsRef }), ...changes };
}

function copyOf(task: TaskModel): NewTask {
  const { runner, maxAttempts, timeoutSeconds, retryPolicy, profile } = wishesOf(task);
  const expiresAt = task.expiresAt && task.expiresAt.getTime() > Date.now() ? task.expiresAt.toISOString() : undefined;
  return {
    callable: task.callable,
    args: task.args,
    kwargs: task.kwargs,
    argsRef: task.argsRef ?? undefined,
    queue: task.queue,
    priority: task.priority,
    expiresAt,
    runner: runner ?? undefined,
    maxAttempts: maxAttempts ?? undefined,
    timeoutSeconds: timeoutSeconds ?? undefined,
    retry: retryPolicyOf(retryPolicy) ?? undefined,
    resources: resourcesOf(task.resources) ?? undefined,
    profile: profile ?? undefined,
    concurrencyKey: task.concurrencyKey ?? undefined,
    tags: task.tags,
    retriedFrom: task.id,
  };
}
