import { RaydeckError } from '@raydeck/core';
import { authorize } from '../authorize.ts';
import type { Context } from '../context.ts';
import { putSchedule } from '../schedules/put-schedule.ts';
import { columnsOf, settingsOf } from '../schedules/schedule-columns.ts';
import type { ScheduleSettings } from '../schedules/schedule-settings.ts';
import { openSchedule } from '../schedules/sealed-schedule.ts';
import { below, type ConfigChange, differences } from './config-change.ts';
import type { RaydeckConfig } from './config-file.ts';
import { configReason } from './plan-queues.ts';

type Entry = NonNullable<RaydeckConfig['schedules']>[string];

/** What is there already or comes first. */
interface Known {
  queues: ReadonlySet<string>;
  profiles: ReadonlySet<string>;
}

/** What the schedules of the file lack. Whether the door takes their tasks is found out when they are written. */
export async function planSchedules(
  context: Context,
  schedules: RaydeckConfig['schedules'] = {},
  known: Known,
): Promise<ConfigChange[]> {
  const changes: ConfigChange[] = [];
  for (const [name, entry] of Object.entries(schedules)) {
    const path = `schedules.${name}`;
    const change = await below(path, () => planSchedule(context, name, entry, known));
    if (change) changes.push({ ...change, apply: () => below(path, change.apply) });
  }
  return changes;
}

async function planSchedule(context: Context, name: string, entry: Entry, known: Known): Promise<ConfigChange | null> {
  authorize(context, 'schedule.write');
  const settings = settingsOfEntry(entry);
  requireKnown(settings.task, known);
  const row = await context.db.prisma.schedule.findUnique({ where: { name } });
  const after = flat(settings);
  const lines = differences(
    `schedule ${name}: `,
    row ? flat(settingsOf(openSchedule(context, row))) : noPayload,
    after,
    ['task.args', 'task.kwargs'],
  );
  if (row && lines.length === 0) return null;
  return {
    lines: row ? lines : [`schedule ${name}: new`, ...lines],
    apply: () => putSchedule(context, { name, settings, reason: configReason }),
  };
}

function settingsOfEntry({ task: { args, kwargs, ...task }, ...rest }: Entry): ScheduleSettings {
  const payload = {
    ...(args !== undefined && { args: JSON.stringify(args) }),
    ...(kwargs !== undefined && { kwargs: JSON.stringify(kwargs) }),
  };
  return { ...rest, task: { ...task, ...payload } };
}

function requireKnown({ queue, profile }: ScheduleSettings['task'], known: Known): void {
  if (queue !== undefined && !known.queues.has(queue)) throw absent('queue', queue);
  if (profile !== undefined && !known.profiles.has(profile)) throw absent('profile', profile);
}

function absent(what: 'queue' | 'profile', name: string): RaydeckError {
  return new RaydeckError('NOT_FOUND', `task.${what}: there is no ${what} "${name}"`, { path: `task.${what}` });
}

const noPayload = { 'task.args': '[]', 'task.kwargs': '{}' };

/** As the row has it, in the file's words. */
function flat(settings: ScheduleSettings): Record<string, unknown> {
  const { callable, args, kwargs, queue, options, ...rest } = columnsOf(settings);
  const task = Object.entries({ callable, queue, args, kwargs, ...options });
  return { ...rest, ...Object.fromEntries(task.map(([name, value]) => [`task.${name}`, value])) };
}
