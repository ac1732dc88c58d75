import { setTimeout as delay } from 'node:timers/promises';
import { isInReach, isTaskFinal, type TaskState } from '@raydeck/core';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { notFound, requireUuid } from '../reading/uuid.ts';

/** Nobody waits longer in one call. */
export const maxWaitSeconds = 60;
const firstPauseMs = 50;
const longestPauseMs = 1_000;

/** Returns when the task is final, at the latest after `seconds`, with the state it saw last. Each look is one row by its key. */
export async function waitForTask(
  context: Context,
  id: string,
  seconds: number,
  signal?: AbortSignal,
): Promise<{ state: TaskState }> {
  authorize(context, 'task.read');
  const taskId = requireUuid(id, 'task');
  const deadline = performance.now() + 1000 * Math.min(seconds, maxWaitSeconds);
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 1.5, longestPauseMs)) {
    const state = await readState(context, taskId);
    const leftMs = deadline - performance.now();
    if (isTaskFinal(state) || leftMs <= 0) return { state };
    await delay(Math.min(pauseMs, leftMs), undefined, signal ? { signal } : {});
  }
}

async function readState({ db, principal }: Context, id: string): Promise<TaskState> {
  const task = await db.prisma.task.findUnique({
    where: { id },
    select: { state: true, queue: true, callable: true, createdBy: true },
  });
  if (!task || !isInReach(principal, task)) throw notFound('task');
  return task.state;
}
