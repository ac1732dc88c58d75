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
import { z } from 'zod';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { isUuid, notFound, requireUuid } from '../reading/uuid.ts';
import { profileIdsOf, redactionOf } from '../redaction/redactions.ts';
import { openCall, type OpenedCall } from '../secrets/open-call.ts';
import { taskPlace } from '../secrets/sealed-payload.ts';
import { attemptDetail, type AttemptDetail } from './attempt-detail.ts';
import { type Payload, payloadOf, storedPayload } from './payload.ts';
import { resourcesOf, retryPolicyOf, wishesOf } from './task-wishes.ts';

export interface TaskDetail {
  task: Omit<TaskModel, 'args' | 'kwargs' | 'result' | 'state' | 'retryPolicy' | 'resources'> & {
    state: TaskState;
    /** Stored together with `kwargs`, or not. */
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
  /** Of the workers that attempts and events name, by their ids, as far as they are known. */
  workerNames: Record<string, string>;
  effective: Effective;
  retriedFrom: string | null;
  /** Tasks that were made from this one with changed arguments. */
  retriedBy: string[];
}

/** Each as it may be shown; the arguments stand together, in the row or outside of it. */
function payloadsOf(
  { argsRef, result, resultRef }: TaskModel,
  opened: OpenedCall,
  shown: Parameters<typeof payloadOf>[2],
): { args: Payload; kwargs: Payload; result: Payload | null } {
  const hasResult = result !== null || resultRef !== null;
  if (opened.locked) {
    const closed = { kind: 'locked', ...opened.locked } as const;
    return { args: closed, kwargs: closed, result: hasResult ? closed : null };
  }
  const argumentOf = (root: 'args' | 'kwargs'): Payload =>
    argsRef === null ? payloadOf(root, opened[root], shown) : storedPayload(argsRef);
  const resultOf = (): Payload =>
    resultRef === null ? payloadOf('result', opened.result ?? 'null', shown) : storedPayload(resultRef);
  return { args: argumentOf('args'), kwargs: argumentOf('kwargs'), result: hasResult ? resultOf() : null };
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
  const [queue, retries, workers] = await Promise.all([
    prisma.queue.findUnique({ where: { name: row.queue } }),
    prisma.task.findMany({
      where: { retriedFrom: row.id },
      select: { id: true, queue: true, callable: true, createdBy: true },
      orderBy: { id: 'asc' },
      take: 100,
    }),
    prisma.worker.findMany({ where: { id: { in: workerIdsOf(row) } }, select: { id: true, name: true } }),
  ]);
  const { attempts, events, ...task } = row;
  const { canViewPayload } = principal;
  const place = taskPlace(task.id);
  const redaction = await redactionOf(context, { ...task, place, profileIds: profileIdsOf(attempts) });
  const opened = openCall(context.keyRing, place, task);
  return {
    task: {
      ...task,
      ...payloadsOf(task, opened, { redaction, canViewPayload }),
      tags: task.tags.map((tag) => redaction.text(tag)),
      concurrencyKey: task.concurrencyKey && redaction.text(task.concurrencyKey),
      retryPolicy: retryPolicyOf(task.retryPolicy),
      resources: redaction.value(resourcesOf(task.resources)),
    },
    attempts: attempts.map((attempt) => attemptDetail(attempt, canViewPayload, redaction)),
    events: events.map((event) => ({
      ...event,
      reason: event.reason && redaction.text(event.reason),
      data: redaction.value(event.data),
    })),
    workerNames: Object.fromEntries(workers.map(({ id: workerId, name }) => [workerId, name])),
    effective: effectiveSettings(wishesOf(task), wishesOf(queue), defaults),
    retriedFrom: task.retriedFrom,
    retriedBy: retries.filter((retry) => isInReach(principal, retry)).map((retry) => retry.id),
  };
}

/** Those that drive or drove it: an event names one in `actor`, an adoption the one before in `data`. */
function workerIdsOf({
  attempts,
  events,
}: {
  attempts: { workerId: string }[];
  events: Pick<TaskEventModel, 'actor' | 'data'>[];
}) {
  const named = events.flatMap(({ actor, data }) => [
    actor.replace(/^worker:/, ''),
    Adoption.safeParse(data).data?.from,
  ]);
  return [...new Set([...attempts.map(({ workerId }) => workerId), ...named])].filter(
    (id): id is string => id !== undefined && isUuid(id),
  );
}

const Adoption = z.object({ from: z.string() });
