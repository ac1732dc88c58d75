import { z } from 'zod';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { notFound } from '../reading/uuid.ts';
import { reason } from '../reason.ts';
import type { Schedule } from './schedule-detail.ts';
import { ScheduleChange, ScheduleSettings } from './schedule-settings.ts';
import { writeSchedule } from './write-schedule.ts';

/** Settings of a schedule that shall be different. */
export const ScheduleEdit = z.strictObject({
  name: z.string(),
  change: ScheduleChange,
  reason: reason.optional(),
  /** Of the state that the change was made for; without it the change is made to whatever there is. */
  updatedAt: z.date().optional(),
});
export type ScheduleEdit = z.infer<typeof ScheduleEdit>;

/** Changes the settings that are named. Throws NOT_FOUND, FORBIDDEN, INVALID with the path, CONFLICT when it has changed since `updatedAt`. Twice: the second finds nothing to do. */
export async function changeSchedule(context: Context, input: ScheduleEdit): Promise<Schedule> {
  authorize(context, 'schedule.write');
  const { name, change, reason: why, updatedAt } = parseInput(ScheduleEdit, input);
  const named = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const next = (now: ScheduleSettings | null): ScheduleSettings => {
    if (!now) throw notFound('schedule');
    return ScheduleSettings.parse({ ...now, ...named });
  };
  const expected = updatedAt ? { updatedAt } : 'anything';
  return (await writeSchedule(context, { name, next, reason: why, expected })).schedule;
}
