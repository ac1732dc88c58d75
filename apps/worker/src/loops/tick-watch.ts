import type { Emit } from '@raydeck/core';
import { dealWithOverdue, nextTick, type ScheduleEngine, sendComingTicks } from '@raydeck/services';
import { createLoop, type Loop } from './loop.ts';

export interface TickWatch extends Loop {
  /** Says that schedules were made or changed: their next ticks have no jobs yet. */
  expectChanges(): void;
}

export interface TickWatchOptions {
  engine: ScheduleEngine;
  emit: Emit;
  /** Has the jobs of due ticks looked for. */
  wakeTicks: () => void;
  /** Whether it is told when schedules change. */
  isHinted: () => boolean;
}

/** So soon we look by ourselves for schedules that have changed, and where hints come through, which one might miss. */
const unhintedMs = 10_000;
const hintedMs = 30_000;
/** While ticks wait for tasks of earlier ones, so often it is asked whether these have ended. */
const waitingMs = 1_000;
/** A job is given so long from its time on; then the tick is dealt with without it. */
const patienceMs = 1_000;
const againMs = 250;

/**
 * Knows when the next tick is due and has its job looked for then, so that nobody need poll for jobs. A tick whose job was lost,
 * or never was, is dealt with all the same.
 */
export function createTickWatch({ engine, emit, wakeTicks, isHinted }: TickWatchOptions): TickWatch {
  /** One schedule that fails does not make the others late: it is told, and tried again soon. */
  const dealWith = async (): Promise<void> => {
    await dealWithOverdue(engine).catch((error: unknown) => {
      const text = error instanceof Error ? error.message : String(error);
      emit({ type: 'loop.failed', loop: 'tick-watch', error: text, nextMs: waitingMs });
    });
  };

  // What was made before this worker started has perhaps no job either.
  let areChanged = true;

  const round = async (): Promise<number> => {
    if (areChanged) {
      areChanged = false;
      await sendComingTicks(engine);
    }
    const { dueInMs, isAnyWaiting } = await nextTick(engine.db);
    const isDue = dueInMs !== null && dueInMs <= 0;
    if (isDue) wakeTicks();
    const isOverdue = dueInMs !== null && dueInMs < -patienceMs;
    if (isOverdue || isAnyWaiting) await dealWith();
    if (isDue) return isOverdue ? waitingMs : againMs;
    const longestMs = isHinted() ? hintedMs : unhintedMs;
    return Math.min(isAnyWaiting ? waitingMs : longestMs, dueInMs === null ? longestMs : Math.ceil(dueInMs) + 1);
  };
  const loop = createLoop({ name: 'tick-watch', round, emit });
  return {
    ...loop,
    expectChanges: () => {
      areChanged = true;
      loop.wake();
    },
  };
}
