import { isInReach, mask, type TaskState } from '@raydeck/core';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import type { Tick } from './list-ticks.ts';
import { scheduleRedactions } from './schedule-detail.ts';

/** A tick and what has become of its task; null without one, and once it is deleted. */
export interface RecentTick extends Tick {
  taskState: TaskState | null;
}

/**
 * The newest ticks of each of these schedules, newest first, with the states of their tasks: for lists that show how things went.
 * A schedule that the principal does not reach has none.
 */
export async function recentTicks(
  context: Context,
  names: readonly string[],
  each: number,
): Promise<Map<string, RecentTick[]>> {
  authorize(context, 'schedule.read');
  const { prisma } = context.db;
  const found = await prisma.schedule.findMany({ where: { name: { in: [...names] } } });
  const rows = found.filter((row) => isInReach(context.principal, row));
  const redactions = await scheduleRedactions(context, rows);
  const ticks = await prisma.$queryRaw<(RecentTick & { scheduleId: string })[]>`
    SELECT s.id AS "scheduleId", k.tick, k.outcome, k.task_id AS "taskId", k.detail, k.at, t.state::text AS "taskState"
    FROM unnest(${rows.map(({ id }) => id)}::uuid[]) AS s(id)
    CROSS JOIN LATERAL (
      SELECT * FROM raydeck.schedule_tick AS k WHERE k.schedule_id = s.id ORDER BY k.tick DESC LIMIT ${each}) AS k
    LEFT JOIN raydeck.task AS t ON t.id = k.task_id
    ORDER BY k.tick DESC`;
  const bySchedule = Map.groupBy(ticks, ({ scheduleId }) => scheduleId);
  return new Map(
    rows.map(({ id, name }, at) => {
      const shown = (bySchedule.get(id) ?? []).map(({ scheduleId: _id, detail, ...tick }) => ({
        ...tick,
        detail: detail && (redactions[at]?.text(detail) ?? mask),
      }));
      return [name, shown];
    }),
  );
}
