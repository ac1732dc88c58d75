import { isInReach } from '@raydeck/core';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { detailsOf, type Schedule } from './schedule-detail.ts';
import { maxSchedules } from './write-schedule.ts';

/** All schedules by name; a key sees the ones that it reaches. */
export async function listSchedules(context: Context): Promise<Schedule[]> {
  authorize(context, 'schedule.read');
  const rows = await context.db.prisma.schedule.findMany({ orderBy: { name: 'asc' }, take: maxSchedules });
  return detailsOf(
    context,
    rows.filter((row) => isInReach(context.principal, row)),
  );
}
