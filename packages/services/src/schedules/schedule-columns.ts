import type { Prisma, ScheduleModel } from '@raydeck/db';
import { ScheduledTask, ScheduleSettings } from './schedule-settings.ts';

/** What the row says of its settings. */
export function settingsOf(row: ScheduleModel): ScheduleSettings {
  const { cron, timeZone, catchUp, overlap, description } = row;
  return ScheduleSettings.parse({ cron, timeZone, catchUp, overlap, description, task: taskOf(row) });
}

/** The columns that settings fill. */
export function columnsOf({ task, ...rest }: ScheduleSettings) {
  const { callable, args = '[]', kwargs = '{}', queue = 'default', ...options } = task;
  return { ...rest, callable, args, kwargs, queue, options: withoutUndefined(options) };
}

function withoutUndefined(options: object): Prisma.InputJsonObject {
  return Object.fromEntries<Prisma.InputJsonValue>(Object.entries(options).filter(([, value]) => value !== undefined));
}

function taskOf({ callable, args, kwargs, queue, options }: ScheduleModel): ScheduledTask {
  return ScheduledTask.parse({ ...(options as object), callable, args, kwargs, queue });
}
