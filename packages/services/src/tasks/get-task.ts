import {
  type Defaults,
  type Effective,
  effectiveSettings,
  isInReach,
  type Resources,
  type RetryWish,
  type TaskState,
} from '@raydeck/core';
import type { TaskEventModel, TaskModel } from '@raydeck/db';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { notFound, requireUuid } from '../reading/uuid.ts';
import { attemptDetail, type AttemptDetail } from './attempt-detail.ts';
import { type Payload, payloadOf } from './payload.ts';
import { resourcesOf, retryPolicyOf, wishesOf } from './task-wishes.ts';

export interface TaskDetail {
  task: Omit<TaskModel, 'args' | 'kwargs' | 'result' | 'state' | 'retryPolicy' | 'resources'> & {
    state: TaskState;
    args: Payload;
    kwargs: Payload;
    /** Null when there is none. */
    result: Payload | null;
    retryPolicy: RetryWish | null;
    resources: Resources | null;
  };
  /** Newest first, at most `attemptsShown`; `task.attemptCount` is how many there were. */
  attempts: AttemptDetail[];
  /** Newest first, at most `eventsShown`. */
  events: Omit<TaskEventModel, 'taskId'>[];
  effective: Effective;
  retriedFrom: string | null;
  /** Tasks that were made from this one with changed arguments. */
  retriedBy: string[];
}

const attemptsShown = 50;
const eventsShown = 200;

/** One task with all that is known of it. `defaults` are the installation's own settings. */
export async function getTask(context: Context & { defaults: Defaults }, id: string): Promise<TaskDetail> {
  authorize(context, 'task.read');
  const { principal, defaults } = context;
  const { prisma } = context.db;
  const row = await prisma.task.findUnique({
    where: { id: requireUuid(id, 'task') },
    include: {
      attempts: { orderBy: { number: 'desc' }, take: attemptsShown },
      events: { orderBy: { id: 'desc' }, take: eventsShown, omit: { taskId: true } },
    },
  });
  if (!row || !isInReach(principal, row)) throw notFound('task');
  const [queue, retries] = await Promise.all([
    prisma.queue.findUnique({ where: { name: row.queue } }),
    prisma.task.findMany({
      where: { retriedFrom: row.id },
      select: { id: true, queue: true, callable: true, createdBy: true },
      orderBy: { id: 'asc' },
      take: 100,
    }),
  ]);
  const { attempts, events, ...task } = row;
  const { canViewPayload } = principal;
  return {
    task: {
      ...task,
      args: payloadOf(task.args, canViewPayload),
      kwargs: payloadOf(task.kwargs, canViewPayload),
      result: task.result === null ? null : payloadOf(task.result, canViewPayload),
      retryPolicy: retryPolicyOf(task.retryPolicy),
      resources: resourcesOf(task.resources),
    },
    attempts: attempts.map((attempt) => attemptDetail(attempt, canViewPayload)),
    events,
    effective: effectiveSettings(wishesOf(task), wishesOf(queue), defaults),
    retriedFrom: task.retriedFrom,
    retriedBy: retries.filter((retry) => isInReach(principal, retry)).map((retry) => retry.id),
  };
}
