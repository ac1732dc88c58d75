import { dueTicks, type DueTicks, planTicks, RaydeckError, type Ticks, ticksOf } from '@raydeck/core';
import type { Prisma, ScheduleModel } from '@raydeck/db';
import { cancelTask } from '../tasks/cancel-task.ts';
import { asSchedule } from './as-schedule.ts';
import type { ScheduleEngine } from './engine.ts';
import { enqueueTicks } from './enqueue-ticks.ts';
import { holdBack, within } from './hold-back.ts';
import { failTicks, recordTicks } from './record-ticks.ts';
import { settingsOf } from './schedule-columns.ts';
import { type ScheduleStanding, standingOf } from './standing.ts';

/**
 * Deals with a schedule's waiting and due ticks: makes their rows and tasks, moves the schedule on, and has a job sent for its
 * next tick, all in one transaction under the schedule's lock. A schedule that has nothing due, is paused or gone is left as it
 * is. Twice, or many at once: the second finds it done. A crash leaves all of it or nothing, and the sweep finds what is left.
 */
export async function dealWithTicks(
  engine: ScheduleEngine,
  scheduleId: string,
  options: { isPatient: boolean } = { isPatient: true },
): Promise<void> {
  const { held, tell } = holdBack(engine);
  await engine.db.prisma.$transaction(async (tx) => {
    const row = await lockLive(tx, scheduleId, options.isPatient);
    const ticks = row && (await readTicks(tx, held, row));
    if (!row || !ticks) return;
    const standing = await releaseWaiting(tx, held, row, await standingOf(tx, row.id));
    await takeDue(tx, held, row, ticks, standing);
  });
  tell();
}

/** Null also when the impatient find it held: whoever holds it deals with it. */
async function lockLive(tx: Prisma.TransactionClient, id: string, isPatient: boolean): Promise<ScheduleModel | null> {
  const [held] = await tx.$queryRawUnsafe<{ id: string }[]>(
    `SELECT id FROM raydeck.schedule WHERE id = $1::uuid AND NOT paused FOR NO KEY UPDATE ${isPatient ? '' : 'SKIP LOCKED'}`,
    id,
  );
  return held ? tx.schedule.findUnique({ where: { id: held.id } }) : null;
}

/** An expression that is no longer understood, as after a change of the time zones' names, pauses its schedule. */
async function readTicks(
  tx: Prisma.TransactionClient,
  { emit }: ScheduleEngine,
  { id, name, cron, timeZone }: ScheduleModel,
): Promise<Ticks | null> {
  try {
    return ticksOf(cron, timeZone);
  } catch (error) {
    if (!(error instanceof RaydeckError)) throw error;
    await tx.$executeRaw`
      UPDATE raydeck.schedule SET paused = true, paused_reason = ${error.message}, paused_by = ${`schedule:${name}`},
        paused_at = clock_timestamp(), updated_at = clock_timestamp()
      WHERE id = ${id}::uuid AND NOT paused`;
    emit({ type: 'schedule.refused', schedule: name, ticks: 0, error: error.message });
    return null;
  }
}

/** The oldest tick that waits goes when nothing of its schedule runs any more. */
async function releaseWaiting(
  tx: Prisma.TransactionClient,
  engine: ScheduleEngine,
  row: ScheduleModel,
  standing: ScheduleStanding,
): Promise<ScheduleStanding> {
  const { live, waiting, firstWaiting, now } = standing;
  if (firstWaiting === null || live.length > 0) return standing;
  const outcome = await enqueueTicks(tx, engine, row, [firstWaiting]);
  const rest = { waiting: waiting - 1, firstWaiting: null, now };
  if ('refusal' in outcome) {
    await failTicks(tx, row.id, [firstWaiting], outcome.refusal);
    return { ...rest, live: [] };
  }
  await tx.schedule.update({ where: { id: row.id }, data: { lastTaskId: outcome.lastTaskId } });
  return { ...rest, live: [outcome.lastTaskId] };
}

async function takeDue(
  tx: Prisma.TransactionClient,
  engine: ScheduleEngine,
  row: ScheduleModel,
  ticks: Ticks,
  { live, waiting, now }: ScheduleStanding,
): Promise<void> {
  if (row.nextRunAt === null) return;
  const { overlap, catchUp } = settingsOf(row);
  const due = dueTicks(ticks, row.nextRunAt, now, catchUp);
  if (due.run.length === 0 && due.missed === null) return;
  const plans = planTicks(overlap, due.run.length, { isBusy: live.length > 0, waiting });
  const fresh = await recordTicks(tx, row.id, due, plans);
  const lastTaskId = await enqueueFresh(tx, engine, row, fresh);
  if (overlap === 'cancel-previous' && lastTaskId !== null) await cancelLive(tx, engine, row.name, live);
  await moveOn(tx, row, due, lastTaskId);
  if (due.next) await engine.sendTicks(tx, [{ scheduleId: row.id, tick: due.next }]);
}

async function enqueueFresh(
  tx: Prisma.TransactionClient,
  engine: ScheduleEngine,
  row: ScheduleModel,
  fresh: Awaited<ReturnType<typeof recordTicks>>,
): Promise<string | null> {
  const going = fresh.filter(({ plan }) => plan.do === 'enqueue').map(({ tick }) => tick);
  if (going.length === 0) return null;
  const outcome = await enqueueTicks(tx, engine, row, going);
  if ('lastTaskId' in outcome) return outcome.lastTaskId;
  // Those that would have been skipped for the sake of these have the same reason now.
  const failed = fresh.filter(({ plan }) => plan.do !== 'wait').map(({ tick }) => tick);
  await failTicks(tx, row.id, failed, outcome.refusal);
  return null;
}

async function cancelLive(
  tx: Prisma.TransactionClient,
  engine: ScheduleEngine,
  name: string,
  live: readonly string[],
): Promise<void> {
  const context = within(tx, asSchedule(engine, name));
  for (const id of live) {
    await cancelTask(context, { id, reason: `The next tick of schedule "${name}" has come.` }).catch(
      (error: unknown) => {
        // It has ended meanwhile.
        if (!(error instanceof RaydeckError) || error.code !== 'CONFLICT') throw error;
      },
    );
  }
}

async function moveOn(
  tx: Prisma.TransactionClient,
  row: ScheduleModel,
  { run, missed, next }: DueTicks,
  lastTaskId: string | null,
): Promise<void> {
  const { count } = await tx.schedule.updateMany({
    where: { id: row.id, paused: false },
    data: {
      nextRunAt: next,
      lastTickAt: run.at(-1) ?? missed?.to ?? row.lastTickAt,
      ...(lastTaskId !== null && { lastTaskId }),
    },
  });
  if (count !== 1) throw new RaydeckError('INTERNAL', `Schedule "${row.name}" moved while it was locked.`);
}
