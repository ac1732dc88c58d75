import type { Emit } from '@raydeck/core';
import type { Database, Notifier } from '@raydeck/db';
import { type Jobs, keepHouse, startJobs } from '@raydeck/jobs';
import { dealWithTicks, type ScheduleEngine, sweepSchedules } from '@raydeck/services';
import { createTickWatch, type TickWatch } from './loops/tick-watch.ts';

export interface BackgroundOptions {
  db: Database;
  notifier: Notifier;
  emit: Emit;
  onError: (error: unknown) => void;
}

/** The system's own work, on pg-boss: housekeeping and schedules. */
export interface Background {
  start(): Promise<Pick<Jobs, 'stop'>>;
  /** Says that schedules have changed. */
  wake(): void;
}

export function createBackground({ db, notifier, emit, onError }: BackgroundOptions): Background {
  let watch: TickWatch | null = null;

  const start = async (): Promise<Pick<Jobs, 'stop'>> => {
    const engine: ScheduleEngine = { db, notifier, emit, sendTicks: (tx, ticks) => jobs.sendTicks(tx, ticks) };
    const jobs = await startJobs({
      db,
      periodic: { housekeeping: () => keepHouse(db), 'schedule-sweep': () => sweepSchedules(engine) },
      onTick: (scheduleId) => dealWithTicks(engine, scheduleId),
      onError,
    });
    const tickWatch = createTickWatch({ engine, emit, wakeTicks: () => jobs.wakeTicks() });
    watch = tickWatch;
    tickWatch.start();
    return {
      stop: async () => {
        await tickWatch.stop();
        await jobs.stop();
      },
    };
  };

  return { start, wake: () => watch?.expectChanges() };
}
