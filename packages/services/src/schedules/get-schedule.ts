import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { findSchedule, requireReach } from './look-up-schedule.ts';
import { detailOf, type Schedule } from './schedule-detail.ts';

/** Throws NOT_FOUND, also for a schedule that a key does not reach. */
export async function getSchedule(context: Context, name: string): Promise<Schedule> {
  authorize(context, 'schedule.read');
  return detailOf(context, requireReach(context, await findSchedule(context.db.prisma, name)));
}
