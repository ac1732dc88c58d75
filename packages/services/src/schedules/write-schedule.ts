import { isDeepStrictEqual } from 'node:util';
import { firstTick, isInReach, RaydeckError, shapeOfText, ticksOf } from '@raydeck/core';
import type { Prisma, ScheduleModel } from '@raydeck/db';
import { audit } from '../audit.ts';
import { lastChanged } from '../audit/last-changed.ts';
import type { Context } from '../context.ts';
import { lockSchedule } from './look-up-schedule.ts';
import { requireTask } from './require-task.ts';
import { columnsOf, settingsOf } from './schedule-columns.ts';
import { detailOf, type Schedule } from './schedule-detail.ts';
import type { ScheduleSettings } from './schedule-settings.ts';
import { openSchedule, sealColumns } from './sealed-schedule.ts';
import { unmaskSettings } from './unmask-settings.ts';
import { sendHint } from '../send-hint.ts';
import { databaseNow } from './database-now.ts';

export interface ScheduleWrite {
  name: string;
  /** From what the schedule says now; null when there is none. */
  next: (now: ScheduleSettings | null) => ScheduleSettings;
  reason: string | undefined;
  expected?: ExpectedSchedule;
}

/** What must stand for a write to happen: `absent` for one that makes, a time for one that was made for what stood then. */
export type ExpectedSchedule = 'anything' | 'absent' | { updatedAt: Date };

/** So many schedules a list can show at once. */
export const maxSchedules = 1_000;

/**
 * Creates or changes a schedule, with its audit row, in one transaction; nothing happens when nothing would change. A new task
 * passes what an enqueue by the writer passes. With another cron line or zone the next tick is the first one from now on;
 * what was missed before counts no more.
 */
export async function writeSchedule(
  context: Context,
  { name, next, reason, expected = 'anything' }: ScheduleWrite,
): Promise<{ schedule: Schedule; isNew: boolean }> {
  const { row: written, isNew } = await context.db.prisma.$transaction(async (tx) => {
    const found = await lockSchedule(tx, name);
    const row = found && openSchedule(context, found);
    if (row && !isInReach(context.principal, row)) {
      throw new RaydeckError('FORBIDDEN', `This key does not reach schedule "${name}".`);
    }
    await requireExpected(tx, { row, name, expected });
    const before = row && settingsOf(row);
    const after = await unmaskSettings(context, row, next(before));
    const columns = columnsOf(after);
    if (!before || !isSameTask(before, after)) await requireTask(tx, context, after.task);
    if (row && isDeepStrictEqual(columnsOf(settingsOf(row)), columns)) return { row, isNew: false };
    const nextRunAt = await nextRun(tx, row, after);
    const kept = sealColumns(context, name, columns);
    const changed = row
      ? await tx.schedule.update({ where: { id: row.id }, data: { ...kept, nextRunAt } })
      : await insert(tx, { ...kept, name, nextRunAt, createdBy: context.principal.id });
    const at = await stamp(tx, changed.id);
    await audit(tx, context, {
      action: row ? 'schedule.update' : 'schedule.create',
      targetType: 'schedule',
      targetId: name,
      reason,
      ...(before && { before: auditedOf(before) }),
      after: { ...auditedOf(after), ...(before && payloadChange(before, after)) },
    });
    await sendHint(tx, { schedules: true });
    return { row: { ...changed, updatedAt: at }, isNew: !row };
  });
  return { schedule: await detailOf(context, written), isNew };
}

async function requireExpected(
  tx: Prisma.TransactionClient,
  { row, name, expected }: { row: ScheduleModel | null; name: string; expected: ExpectedSchedule },
): Promise<void> {
  if (!row || expected === 'anything') return;
  if (expected === 'absent') {
    throw new RaydeckError('CONFLICT', `There is a schedule "${name}" already.`, { path: 'name' });
  }
  if (row.updatedAt.getTime() === expected.updatedAt.getTime()) return;
  const who = await lastChanged(tx, { targetType: 'schedule', targetId: name });
  throw new RaydeckError('CONFLICT', `Schedule "${name}" was changed${who} since you read it. Read it again.`);
}

/** What is left out is the default, so it is compared as it is kept. */
function isSameTask(before: ScheduleSettings, after: ScheduleSettings): boolean {
  return isDeepStrictEqual(columnsOf(before), columnsOf({ ...before, task: after.task }));
}

async function nextRun(
  tx: Prisma.TransactionClient,
  row: ScheduleModel | null,
  { cron, timeZone }: ScheduleSettings,
): Promise<Date | null> {
  const ticks = ticksOf(cron, timeZone);
  const first = firstTick(ticks, await databaseNow(tx));
  return row && row.cron === cron && row.timeZone === timeZone ? row.nextRunAt : first;
}

/** The lock, which only other creations wait for, keeps the number of schedules exact and a name from being taken twice. */
async function insert(tx: Prisma.TransactionClient, data: Prisma.ScheduleCreateInput): Promise<ScheduleModel> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('raydeck.schedule'))`;
  if (await tx.schedule.findUnique({ where: { name: data.name } })) {
    throw new RaydeckError('CONFLICT', `Somebody else made schedule "${data.name}" at the same moment. Try again.`);
  }
  if ((await tx.schedule.count()) < maxSchedules) return tx.schedule.create({ data });
  throw new RaydeckError('PRECONDITION', `There are ${maxSchedules} schedules, which is the most there can be.`);
}

/** By PostgreSQL's clock. */
async function stamp(tx: Prisma.TransactionClient, id: string): Promise<Date> {
  const [row] = await tx.$queryRaw<{ at: Date }[]>`
    UPDATE raydeck.schedule SET updated_at = clock_timestamp() WHERE id = ${id}::uuid RETURNING updated_at AS at`;
  if (!row) throw new Error('The row is held by this transaction.');
  return row.at;
}

/** The audit log is read by people who may not see payload. */
function auditedOf(settings: ScheduleSettings): Prisma.InputJsonObject {
  const { args, kwargs, ...columns } = columnsOf(settings);
  return { ...columns, args: shapeOfText(args), kwargs: shapeOfText(kwargs) };
}

/** Says that values changed, where shapes do not show it. */
function payloadChange(before: ScheduleSettings, after: ScheduleSettings): { payloadChanged?: true } {
  const [was, is] = [columnsOf(before), columnsOf(after)];
  return was.args === is.args && was.kwargs === is.kwargs ? {} : { payloadChanged: true };
}
