import { RaydeckError } from '@raydeck/core';
import type { Prisma } from '@raydeck/db';
import type { Context } from '../context.ts';
import { holdQueue } from '../queues/hold-queue.ts';
import { enqueueTasksWithin } from '../tasks/enqueue-tasks.ts';
import { savepoint } from './hold-back.ts';
import type { ScheduledTask } from './schedule-settings.ts';

/** What a schedule keeps is read with each list of schedules: large data goes by reference. */
const mostPayloadBytes = 65_536;

class Undone extends Error {}

/**
 * Holds a schedule's task to the rules of the door, and to the writer's own reach, by enqueuing it and taking that back. A
 * tick's task is the schedule's, so even an administrator's names only a profile that its queue allows. The queue stays until the transaction ends. Throws what the door throws, with paths below `task`.
 */
export async function requireTask(tx: Prisma.TransactionClient, context: Context, task: ScheduledTask): Promise<void> {
  const { args = '', kwargs = '', queue = 'default' } = task;
  if (Buffer.byteLength(args) + Buffer.byteLength(kwargs) > mostPayloadBytes) {
    const problem = `and kwargs together must be at most ${mostPayloadBytes / 1024} KiB of JSON in a schedule`;
    throw new RaydeckError('INVALID', `task.args: ${problem}`, { path: 'task.args' });
  }
  try {
    await savepoint(tx, async (inner) => {
      await enqueueTasksWithin(inner, context, [task], { anyProfile: false });
      throw new Undone();
    });
  } catch (error) {
    if (!(error instanceof Undone)) throw belowTask(error);
  }
  await holdQueue(tx, queue, 'task.queue');
}

/** The door takes many; its paths name the place in a batch, which the caller never saw. */
export function belowTask(error: unknown): unknown {
  if (!(error instanceof RaydeckError) || error.path === undefined) return error;
  const [path = '', message = ''] = [error.path, error.message].map((text) => text.replace(/^tasks\[\d+\]/, 'task'));
  return new RaydeckError(error.code, message, { cause: error, path });
}
