import { mask } from '@raydeck/core';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { findSchedule, requireReach } from './look-up-schedule.ts';
import { scheduleRedactions } from './schedule-detail.ts';

/** What became of a tick. */
export interface Tick {
  tick: Date;
  outcome: string;
  taskId: string | null;
  detail: string | null;
  at: Date;
}

/** The newest 100 ticks, newest first. Throws NOT_FOUND. */
export async function listTicks(context: Context, name: string): Promise<Tick[]> {
  authorize(context, 'schedule.read');
  const { prisma } = context.db;
  const row = requireReach(context, await findSchedule(prisma, name));
  const [redaction] = await scheduleRedactions(context, [row]);
  const select = { tick: true, outcome: true, taskId: true, detail: true, at: true } as const;
  const ticks = await prisma.scheduleTick.findMany({
    where: { scheduleId: row.id },
    orderBy: { tick: 'desc' },
    take: 100,
    select,
  });
  return ticks.map((tick) => ({ ...tick, detail: tick.detail && (redaction?.text(tick.detail) ?? mask) }));
}
