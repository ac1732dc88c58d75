import { audit } from '../audit.ts';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { lockSchedule, requireReach } from './look-up-schedule.ts';
import { ScheduleAction } from './schedule-settings.ts';

/** Deletes a schedule and what is known of its ticks; its tasks go on. Throws NOT_FOUND, also the second time. */
export async function deleteSchedule(context: Context, input: ScheduleAction): Promise<void> {
  authorize(context, 'schedule.write');
  const { name, reason } = parseInput(ScheduleAction, input);
  await context.db.prisma.$transaction(async (tx) => {
    const { id, cron, timeZone, callable, queue } = requireReach(context, await lockSchedule(tx, name));
    await tx.schedule.delete({ where: { id } });
    const before = { cron, timeZone, callable, queue };
    await audit(tx, context, { action: 'schedule.delete', targetType: 'schedule', targetId: name, reason, before });
  });
}
