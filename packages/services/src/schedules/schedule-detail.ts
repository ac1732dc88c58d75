import type { Principal } from '@raydeck/core';
import type { ScheduleModel } from '@raydeck/db';
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

export function detailOf(row: ScheduleModel, { canViewPayload }: Principal): Schedule {
  const { task, ...settings } = settingsOf(row);
  const args = payloadOf(row.args, canViewPayload);
  const kwargs = payloadOf(row.kwargs, canViewPayload);
  return { ...standingOf(row), ...settings, task: { ...task, args, kwargs, queue: row.queue } };
}

function standingOf(row: ScheduleModel): Standing {
  const { name, paused, pausedReason, pausedBy, pausedAt, lastTickAt, lastTaskId, createdBy, createdAt, updatedAt } =
    row;
  const nextRunAt = paused ? null : row.nextRunAt;
  const engine = { nextRunAt, lastTickAt, lastTaskId };
  return { name, paused, pausedReason, pausedBy, pausedAt, ...engine, createdBy, createdAt, updatedAt };
}
