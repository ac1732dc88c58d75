import { type RunnerName, runnerNames } from '@raydeck/core';
import { cancelTask, enqueueTasks } from '@raydeck/services';
import type { Installation } from '../environment/installation.ts';
import type { Accepted, Cancel } from '../history/history.ts';
import type { Random } from '../random.ts';
import { planTask, type TaskPlan } from './task-plan.ts';

/** A stream of tasks for as long as a run lasts, and what was answered to whoever enqueued and canceled them. */
export interface Workload {
  accepted: Accepted[];
  cancels: Cancel[];
  /** Enqueues no more, and returns when all calls under way are answered. */
  stop(): Promise<void>;
}

export interface WorkloadOptions {
  installation: Installation;
  random: Random;
  /** Tasks a second of each runner. */
  rates: Readonly<Partial<Record<RunnerName, number>>>;
}

const againMs = 250;

export function startWorkload({ installation, random, rates }: WorkloadOptions): Workload {
  const accepted: Accepted[] = [];
  const cancels: Cancel[] = [];
  const calls = new Set<Promise<void>>();
  const { context, effectsFile } = installation;
  let stopped = false;
  let number = 0;

  /** Until there is an answer: the idempotency key makes the repeats one task. */
  const enqueue = async ({ key, kind, task }: TaskPlan): Promise<string> => {
    for (;;) {
      try {
        const [row] = await enqueueTasks(context, [task]);
        if (!row) throw new Error('The door returned no row.');
        accepted.push({ key, kind, taskId: row.id, replayed: row.replayed });
        return row.id;
      } catch (error) {
        if (!isOutage(error)) throw error;
        await pause(againMs);
      }
    }
  };

  /** As one whose answer was lost: it was said, nobody heard what came of it, and it is said again. */
  const loseAnswer = async (plan: TaskPlan): Promise<void> => {
    await enqueueTasks(context, [plan.task]).catch(() => undefined);
  };

  const cancel = async (taskId: string): Promise<void> => {
    for (;;) {
      try {
        const { state } = await cancelTask(context, { id: taskId, reason: 'a whim' });
        if (state === 'CANCELED' || state === 'RUNNING') cancels.push({ taskId, state, atMs: Date.now() });
        return;
      } catch (error) {
        if (isConflict(error)) return;
        if (!isOutage(error)) throw error;
        await pause(againMs);
      }
    }
  };

  const live = async (plan: TaskPlan): Promise<void> => {
    if (plan.kind === 'answer-lost') await loseAnswer(plan);
    const taskId = await enqueue(plan);
    if (plan.kind === 'twice') await enqueue(plan);
    if (plan.cancelAfterMs === null) return;
    await pause(plan.cancelAfterMs);
    await cancel(taskId);
  };

  const stream = async (runner: RunnerName, perSecond: number): Promise<void> => {
    while (!stopped) {
      number += 1;
      const call = live(planTask(random, number, effectsFile, runner));
      calls.add(call);
      void call.finally(() => calls.delete(call)).catch(() => undefined);
      await pause((1000 / perSecond) * (0.5 + Math.random()));
      // While nobody answers, callers do not pile up without end.
      while (calls.size > 200 && !stopped) await pause(againMs);
    }
  };

  const streams = runnerNames.flatMap((runner) => {
    const perSecond = rates[runner];
    return perSecond === undefined ? [] : [stream(runner, perSecond)];
  });
  return {
    accepted,
    cancels,
    stop: async () => {
      stopped = true;
      await Promise.all(streams);
      await Promise.all(calls);
    },
  };
}

function isConflict(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'CONFLICT';
}

/** Anything but a refusal by the door itself: PostgreSQL is away, or went away in the middle. */
function isOutage(error: unknown): boolean {
  const refusals = ['INVALID', 'NOT_FOUND', 'FORBIDDEN', 'CONFLICT', 'PRECONDITION'];
  return !(error instanceof Error && 'code' in error && refusals.includes(String(error.code)));
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
