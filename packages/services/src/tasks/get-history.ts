import type { Defaults, TaskState } from '@raydeck/core';
import type { Context } from '../context.ts';
import { listTasks, type TaskSummary } from './list-tasks.ts';

/** A task as one of the runs of its callable. */
export interface Run {
  id: string;
  state: TaskState;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  errorClass: string | null;
}

export interface History {
  /** Newest first, at most `runsShown`. */
  runs: Run[];
  /** Null: there is none, or the search for it ran out of time. */
  lastSuccess: Run | null;
  /** The search ran out of time: there may be more. */
  isPartial: boolean;
}

export const runsShown = 60;

/** The newest tasks of a callable that the principal reaches, and its last success. No index serves it: bounded in time. */
export async function getHistory(context: Context & { defaults: Defaults }, callable: string): Promise<History> {
  const { items, isPartial } = await listTasks(context, { filter: { callable }, limit: runsShown });
  const runs = items.map(runOf);
  const lastSuccess = runs.find(({ state }) => state === 'SUCCEEDED');
  if (lastSuccess || runs.length === 0) return { runs, lastSuccess: lastSuccess ?? null, isPartial };
  const older = await listTasks(context, { filter: { callable, state: 'SUCCEEDED' }, limit: 1 });
  return { runs, lastSuccess: older.items.map(runOf)[0] ?? null, isPartial: isPartial || older.isPartial };
}

function runOf({ id, state, createdAt, startedAt, finishedAt, errorClass }: TaskSummary): Run {
  return { id, state, createdAt, startedAt, finishedAt, errorClass };
}
