import type { NewTask, Time } from './task.ts';

/** What a schedule is told. */
export interface ScheduleSettings {
  /** Five fields, or six with seconds in front. */
  cron: string;
  /** IANA, such as Europe/Berlin. Default UTC. */
  timeZone?: string;
  task: Omit<NewTask, 'runAt' | 'idempotencyKey'>;
  /** Which missed ticks are made up for. Default last. */
  catchUp?: 'none' | 'last' | 'all';
  /** What to do while the tick before still runs. Default skip. */
  overlap?: 'allow' | 'skip' | 'queue' | 'cancel-previous';
  description?: string | null;
}

/** A cron line that enqueues a task. */
export interface Schedule extends Required<Omit<ScheduleSettings, 'task'>> {
  name: string;
  task: Record<string, unknown>;
  paused: boolean;
  pausedReason: string | null;
  pausedBy: string | null;
  pausedAt: Time | null;
  nextRunAt: Time | null;
  lastTickAt: Time | null;
  lastTaskId: string | null;
  createdBy: string;
  createdAt: Time;
  updatedAt: Time;
}

/** What became of one tick. */
export interface Tick {
  tick: Time;
  outcome: 'enqueued' | 'skipped' | 'waiting' | 'failed' | 'run-now';
  taskId: string | null;
  detail: string | null;
  at: Time;
}
