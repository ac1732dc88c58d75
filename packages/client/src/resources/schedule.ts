import type { NewTask } from './new-task.ts';
import type { Locked, Time } from './task.ts';

/** What each tick enqueues. `args` and `kwargs` together have at most 64 KiB. */
export type ScheduledTask = Omit<NewTask, 'runAt' | 'expiresAt' | 'idempotencyKey' | 'argumentsUpload'>;

/** What a schedule is told. */
export interface ScheduleSettings {
  /** Minute, hour, day, month, weekday; or six fields with seconds first. */
  cron: string;
  /** IANA, such as Europe/Berlin. Default UTC. */
  timeZone?: string;
  task: ScheduledTask;
  /** Of the ticks that nobody dealt with in time: none, the last, or all run. Default last. */
  catchUp?: 'none' | 'last' | 'all';
  /** What a tick does while a task of the schedule has not ended. Default skip. */
  overlap?: 'allow' | 'skip' | 'queue' | 'cancel-previous';
  /** At most 500 characters. */
  description?: string | null;
}

/** A cron line that enqueues a task. */
export interface Schedule extends Required<Omit<ScheduleSettings, 'task'>> {
  name: string;
  task: Omit<ScheduledTask, 'args' | 'kwargs' | 'queue' | 'tags'> & {
    queue: string;
    tags?: string[];
    /** Only with payload permission; else see `shapes`. */
    args?: unknown[];
    kwargs?: Record<string, unknown>;
    /** Only without payload permission: structure without values. */
    shapes?: { args: string; kwargs: string };
    /** Only where they are encrypted and the web cannot open them. */
    locked?: Locked;
  };
  paused: boolean;
  pausedReason: string | null;
  pausedBy: string | null;
  pausedAt: Time | null;
  /** Null while it is paused. */
  nextRunAt: Time | null;
  lastTickAt: Time | null;
  /** Of the last tick that enqueued, or run by hand. */
  lastTaskId: string | null;
  createdBy: string;
  createdAt: Time;
  updatedAt: Time;
}

/** What became of one tick. */
export interface Tick {
  /** The time it stands for. */
  tick: Time;
  outcome: 'enqueued' | 'skipped' | 'waiting' | 'failed' | 'run-now';
  taskId: string | null;
  /** Why nothing was enqueued, or who ran it. */
  detail: string | null;
  /** When it was dealt with. */
  at: Time;
}
