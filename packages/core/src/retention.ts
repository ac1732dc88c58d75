import type { TaskState } from './task-state.ts';

/** So often the tasks whose time is over are looked for, on the minute. */
export const retentionEveryMinutes = 5;

/** How long something is kept, in days. */
export type KeepDays = number | 'forever';

/** How long finished tasks are kept, by their state. */
export interface TaskRetention {
  succeededDays: KeepDays;
  failedDays: KeepDays;
  canceledDays: KeepDays;
}

/** The same for all queues, and for what belongs to none. */
export interface Retention extends TaskRetention {
  auditDays: KeepDays;
}

/** Successes are looked at for a week, failures for a month; who did what is asked for more than a year later. */
export const defaultRetention: Retention = { succeededDays: 7, failedDays: 30, canceledDays: 30, auditDays: 400 };

/** A state whose tasks are pruned. */
export type FinishedState = Extract<TaskState, 'SUCCEEDED' | 'FAILED' | 'CANCELED'>;

const settingOf: Record<FinishedState, keyof TaskRetention> = {
  SUCCEEDED: 'succeededDays',
  FAILED: 'failedDays',
  CANCELED: 'canceledDays',
};

/** How long a finished task of the state is kept: as its queue says, else as the installation does. */
export function keepDaysOf(
  state: FinishedState,
  queue: { [Setting in keyof TaskRetention]?: KeepDays | undefined } | null,
  installation: TaskRetention,
): KeepDays {
  const setting = settingOf[state];
  return queue?.[setting] ?? installation[setting];
}

/** Rows of one portion: at the start, at least, at most. */
export const prunePortion = { start: 200, least: 50, most: 1_000 } as const;

const slowMs = 100;
const fastMs = 40;
/** Pauses are so many times as long as portions. */
const restFactor = 2;

/**
 * How many rows the next portion has, and how long is waited before: twice as long as the last portion took, so that pruning has a
 * third of the time at most, and less on a database that is busy. Portions that take long get smaller.
 */
export function nextPortion(rows: number, tookMs: number): { rows: number; pauseMs: number } {
  const wanted = tookMs > slowMs ? rows / 2 : tookMs < fastMs ? rows * 2 : rows;
  const next = Math.min(prunePortion.most, Math.max(prunePortion.least, Math.round(wanted)));
  return { rows: next, pauseMs: Math.min(5_000, Math.max(5, Math.round(restFactor * tookMs))) };
}
