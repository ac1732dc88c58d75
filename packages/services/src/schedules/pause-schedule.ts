import { RaydeckError } from '@raydeck/core';
import { z } from 'zod';
import { audit } from '../audit.ts';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { reason as anyReason } from '../reason.ts';
import { lockSchedule, requireReach } from './look-up-schedule.ts';
import { detailOf, type Schedule } from './schedule-detail.ts';

/** Why a schedule is paused. */
export const SchedulePause = z.strictObject({ name: z.string(), reason: anyReason.min(1, 'must say why') });
export type SchedulePause = z.infer<typeof SchedulePause>;

/** No tick is dealt with, waiting ones included; tasks that are there go on. CONFLICT when it is paused already. */
export async function pauseSchedule(context: Context, input: SchedulePause): Promise<Schedule> {
  authorize(context, 'schedule.operate');
  const { name, reason } = parseInput(SchedulePause, input);
  const written = await context.db.prisma.$transaction(async (tx) => {
    const row = requireReach(context, await lockSchedule(tx, name));
    const changed = await tx.$executeRaw`
      UPDATE raydeck.schedule SET paused = true, paused_reason = ${reason}, paused_by = ${context.principal.id},
        paused_at = clock_timestamp(), updated_at = clock_timestamp()
      WHERE id = ${row.id}::uuid AND NOT paused`;
    if (changed === 0) throw new RaydeckError('CONFLICT', `Schedule "${name}" is paused already.`);
    const states = { before: { paused: false }, after: { paused: true } };
    await audit(tx, context, { action: 'schedule.pause', targetType: 'schedule', targetId: name, reason, ...states });
    return tx.schedule.findUniqueOrThrow({ where: { id: row.id } });
  });
  return detailOf(context, written);
}
