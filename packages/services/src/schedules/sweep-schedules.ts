import { dealWithTicks } from './deal-with-ticks.ts';
import type { ScheduledTick, ScheduleEngine } from './engine.ts';
import { liveTasks } from './standing.ts';

/** Jobs are sent again for ticks that are to come so soon; those after that have the sweeps to come. */
const aheadSeconds = 300;

/** One sweep deals with at most so many schedules. */
const portion = 1_000;

/**
 * Heals what is missing: ticks that are due and have no job, or lost it; ticks that wait and may go; ticks to come without a job, as
 * of schedules that were made while no worker was there. Throws the first failure after all have been tried.
 */
export async function sweepSchedules(engine: ScheduleEngine): Promise<void> {
  await dealWithOverdue(engine);
  await sendComingTicks(engine);
}

/** The part that schedules need which were just made or changed. */
export async function sendComingTicks(engine: ScheduleEngine): Promise<void> {
  await engine.db.prisma.$transaction(async (tx) => {
    const coming = await tx.$queryRaw<ScheduledTick[]>`
      SELECT id AS "scheduleId", next_run_at AS tick FROM raydeck.schedule
      WHERE NOT paused AND next_run_at <= clock_timestamp() + make_interval(secs => ${aheadSeconds})
      ORDER BY next_run_at LIMIT ${portion}`;
    if (coming.length > 0) await engine.sendTicks(tx, coming);
  });
}

/** The part that cannot wait for a job. */
export async function dealWithOverdue(engine: ScheduleEngine): Promise<void> {
  const { rows } = await engine.db.pool.query<{ id: string }>(
    `SELECT s.id FROM raydeck.schedule AS s WHERE NOT s.paused AND s.next_run_at <= clock_timestamp()
    UNION
    SELECT s.id FROM raydeck.schedule AS s WHERE NOT s.paused
      AND EXISTS (SELECT FROM raydeck.schedule_tick AS w WHERE w.schedule_id = s.id AND w.outcome = 'waiting')
      AND NOT EXISTS (${liveTasks('s.id')})
    LIMIT ${portion}`,
  );
  const failures: unknown[] = [];
  for (const { id } of rows) {
    await dealWithTicks(engine, id, { isPatient: false }).catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
}
