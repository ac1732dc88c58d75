import type { Redaction } from '@raydeck/core';
import type { ScheduleModel } from '@raydeck/db';
import type { Context } from '../context.ts';
import { redactionsOf } from '../redaction/redactions.ts';
import { openCall } from '../secrets/open-call.ts';
import { schedulePlace } from '../secrets/sealed-payload.ts';
import { type Payload, payloadOf } from '../tasks/payload.ts';
import { settingsOf } from './schedule-columns.ts';
import type { ScheduledTask, ScheduleSettings } from './schedule-settings.ts';

/** What the engine and people's actions have made of a schedule. */
type Standing = Pick<
  ScheduleModel,
  | 'name'
  | 'paused'
  | 'pausedReason'
  | 'pausedBy'
  | 'pausedAt'
  | 'nextRunAt'
  | 'lastTickAt'
  | 'lastTaskId'
  | 'createdBy'
  | 'createdAt'
  | 'updatedAt'
>;

/** A schedule as people see it. `nextRunAt` is null while it is paused. */
export interface Schedule extends Omit<ScheduleSettings, 'task'>, Standing {
  task: Omit<ScheduledTask, 'args' | 'kwargs' | 'queue'> & { args: Payload; kwargs: Payload; queue: string };
}

export async function detailsOf(context: Context, rows: readonly ScheduleModel[]): Promise<Schedule[]> {
  const redactions = await scheduleRedactions(context, rows);
  const { canViewPayload } = context.principal;
  return rows.flatMap((row, at) => {
    const redaction = redactions[at];
    return redaction ? [shown(context, row, { redaction, canViewPayload })] : [];
  });
}

/** The same of one. */
export async function detailOf(context: Context, row: ScheduleModel): Promise<Schedule> {
  const [detail] = await detailsOf(context, [row]);
  if (!detail) throw new Error('There is one for each.');
  return detail;
}

/** By which what belongs to these schedules is shown. */
export async function scheduleRedactions(context: Context, rows: readonly ScheduleModel[]): Promise<Redaction[]> {
  const calls = rows.map(({ name, callable, args, kwargs }) => ({
    callable,
    args,
    kwargs,
    place: schedulePlace(name),
    profileIds: [],
  }));
  return redactionsOf(context, calls);
}

function shown(
  { keyRing }: Pick<Context, 'keyRing'>,
  row: ScheduleModel,
  payload: { redaction: Redaction; canViewPayload: boolean },
): Schedule {
  const { redaction } = payload;
  const { task, ...settings } = settingsShown(row, redaction);
  const opened = openCall(keyRing, schedulePlace(row.name), row);
  const payloadAt = (root: 'args' | 'kwargs'): Payload =>
    opened.locked ? { kind: 'locked', ...opened.locked } : payloadOf(root, opened[root], payload);
  const { pausedReason, ...standing } = standingOf(row);
  return {
    ...standing,
    ...settings,
    pausedReason: pausedReason && redaction.text(pausedReason),
    task: { ...task, args: payloadAt('args'), kwargs: payloadAt('kwargs'), queue: row.queue },
  };
}

/** Settings as they are shown, but for args and kwargs, which are as they are kept. */
export function settingsShown(row: ScheduleModel, redaction: Redaction): ScheduleSettings {
  const { task, description, ...settings } = settingsOf(row);
  const { concurrencyKey, tags, resources } = task;
  const texts = {
    ...(concurrencyKey !== undefined && { concurrencyKey: redaction.text(concurrencyKey) }),
    ...(tags && { tags: tags.map((tag) => redaction.text(tag)) }),
    ...(resources && { resources: redaction.value(resources) }),
  };
  return { ...settings, description: description && redaction.text(description), task: { ...task, ...texts } };
}

function standingOf(row: ScheduleModel): Standing {
  const { name, paused, pausedReason, pausedBy, pausedAt, lastTickAt, lastTaskId, createdBy, createdAt, updatedAt } =
    row;
  const nextRunAt = paused ? null : row.nextRunAt;
  const engine = { nextRunAt, lastTickAt, lastTaskId };
  return { name, paused, pausedReason, pausedBy, pausedAt, ...engine, createdBy, createdAt, updatedAt };
}
