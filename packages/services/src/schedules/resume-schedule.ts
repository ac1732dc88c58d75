import { RaydeckError } from '@raydeck/core';
import { audit } from '../audit.ts';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { lockSchedule, requireReach } from './look-up-schedule.ts';
import { detailOf, type Schedule } from './schedule-detail.ts';
import { ScheduleAction } from './schedule-settings.ts';
import { sendHint } from '../send-hint.ts';

/** Lets a paused schedule go on; what it missed meanwhile is its catch-up's business. CONFLICT when it is not paused. */
export async function resumeSchedule(context: Context, input: ScheduleAction): Promise<Schedule> {
  authorize(context, 'schedule.operate');
  const { name, reason } = parseInput(ScheduleAction, input);
  const written = await context.db.prisma.$transaction(async (tx) => {
    const row = requireReach(context, await lockSchedule(tx, name));
    const changed = await tx.$executeRaw`
      UPDATE raydeck.schedule SET paused = false, paused_reason = NULL, paused_by = NULL, paused_at = NULL,
        updated_at = clock_timestamp()
      WHERE id = ${row.id}::uuid AND paused`;
    if (changed === 0) throw new RaydeckError('CONFLICT', `Schedule "${name}" is not paused.`);
    const states = { before: { paused: true }, after: { paused: false } };
    await audit(tx, context, { action: 'schedule.resume', targetType: 'schedule', targetId: name, reason, ...states });
    await sendHint(tx, { schedules: true });
    return tx.schedule.findUniqueOrThrow({ where: { id: row.id } });
  });
  return detailOf(context, written);
}
