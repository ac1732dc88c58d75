import type { Prisma } from '@raydeck/db';

/** Ticks looked back over for tasks that have not ended. */
const lookBack = 100;

/** What a schedule's next tick finds. */
export interface ScheduleStanding {
  /** Tasks of the schedule that have not ended, started by hand or not. */
  live: string[];
  waiting: number;
  /** The oldest tick that waits. */
  firstWaiting: Date | null;
  /** By PostgreSQL's clock, asked after the schedule's lock was waited for. */
  now: Date;
}

/** The condition on a schedule's id that none of its newest tasks goes on. Each look is by the ticks' and the tasks' keys. */
export const liveTasks = (scheduleId: string): string => `
  SELECT t.id FROM (SELECT k.task_id FROM raydeck.schedule_tick AS k
    WHERE k.schedule_id = ${scheduleId} AND k.task_id IS NOT NULL ORDER BY k.tick DESC LIMIT ${lookBack}) AS newest
  JOIN raydeck.task AS t ON t.id = newest.task_id WHERE t.finished_at IS NULL`;

export async function standingOf(tx: Prisma.TransactionClient, id: string): Promise<ScheduleStanding> {
  const [row] = await tx.$queryRawUnsafe<ScheduleStanding[]>(
    `SELECT ARRAY(${liveTasks('$1::uuid')}) AS live, count(*)::integer AS waiting, min(w.tick) AS "firstWaiting",
      clock_timestamp() AS now
    FROM raydeck.schedule_tick AS w WHERE w.schedule_id = $1::uuid AND w.outcome = 'waiting'`,
    id,
  );
  if (!row) throw new Error('An aggregate has a row.');
  return row;
}
