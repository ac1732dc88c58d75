import { z } from 'zod';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { reason } from '../reason.ts';
import type { Schedule } from './schedule-detail.ts';
import { NewScheduleSettings, scheduleName } from './schedule-settings.ts';
import { type ExpectedSchedule, writeSchedule } from './write-schedule.ts';

/** A schedule as it shall be. */
export const SchedulePut = z.strictObject({
  name: scheduleName,
  settings: NewScheduleSettings,
  reason: reason.optional(),
});
export type SchedulePut = z.input<typeof SchedulePut>;

/**
 * Makes the schedule so; creates it when it is not there. Needs the right to enqueue what it enqueues; later ticks run as the
 * schedule itself. Throws INVALID or NOT_FOUND with the path of the bad setting, FORBIDDEN, CONFLICT when something else stands
 * there than was expected. Twice: the second finds nothing to
 * do. A crash leaves all of it, with its audit row, or nothing.
 */
export async function putSchedule(
  context: Context,
  input: SchedulePut,
  expected: ExpectedSchedule = 'anything',
): Promise<{ schedule: Schedule; isNew: boolean }> {
  authorize(context, 'schedule.write');
  const { name, settings, reason: why } = parseInput(SchedulePut, input);
  return writeSchedule(context, { name, next: () => settings, reason: why, expected });
}
