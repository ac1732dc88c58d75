import { RaydeckError } from '@raydeck/core';
import { z } from 'zod';
import { inputProblems } from '../parse-input.ts';
import { ProfileSettings } from '../profiles/profile-settings.ts';
import { QueueChange, QueueSettings, rowName } from '../queues/queue-settings.ts';
import { RetentionChange } from '../retention/retention-settings.ts';
import { NewScheduleSettings, ScheduledTask } from '../schedules/schedule-settings.ts';

const QueueEntry = QueueChange.extend({
  paused: z.boolean().optional().meta({ description: 'Left out: whoever pauses it by hand decides.' }),
}).meta({ description: 'Settings that are left out stay as they are.' });

const { source, ...otherParts } = ProfileSettings.shape;

const ProfileEntry = z
  .strictObject({
    directory: z.string().min(1).optional().meta({
      description: 'A folder of Python modules, relative to this file; instead of source.',
    }),
    source: source.optional(),
    ...otherParts,
  })
  .refine(
    (profile) => (profile.source === undefined) !== (profile.directory === undefined),
    'needs either source or directory',
  )
  .meta({ description: 'What is left out is unset; of secrets, true keeps the earlier value.' });

const ScheduleEntry = NewScheduleSettings.extend({
  task: ScheduledTask.extend({
    args: z.array(z.unknown()).optional(),
    kwargs: z.record(z.string(), z.unknown()).optional(),
  }),
}).meta({ description: 'What is left out is the default.' });

/** raydeck.config.json: what it names shall be so; what it does not name stays as it is. */
export const RaydeckConfig = z
  .strictObject({
    $schema: z.string().optional(),
    concurrencyLimit: QueueSettings.shape.concurrencyLimit
      .optional()
      .meta({ description: 'Executions at once, over all queues.' }),
    retention: RetentionChange.optional().meta({
      description: 'How long finished tasks and audit rows are kept. What is left out stays as it is.',
    }),
    queues: z.record(rowName, QueueEntry).optional(),
    profiles: z.record(rowName, ProfileEntry).optional(),
    schedules: z.record(rowName, ScheduleEntry).optional(),
  })
  .meta({ title: 'Raydeck configuration' });
export type RaydeckConfig = z.output<typeof RaydeckConfig>;

/** So many problems are named at once. */
const mostProblems = 10;

/** The file's text as configuration. Throws INVALID with the path of each thing that is wrong. */
export function parseConfig(text: string): RaydeckConfig {
  const parsed = RaydeckConfig.safeParse(parseJson(text));
  if (!parsed.success) throw invalid(inputProblems(parsed.error));
  const lossy = Object.entries(parsed.data.schedules ?? {}).flatMap(([name, { task }]) => [
    ...lossyNumbers(task.args, `schedules.${name}.task.args`),
    ...lossyNumbers(task.kwargs, `schedules.${name}.task.kwargs`),
  ]);
  if (lossy.length > 0) throw invalid(lossy);
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new RaydeckError('INVALID', `It is not JSON: ${cause instanceof Error ? cause.message : ''}`, { cause });
  }
}

/** Digits that the parser has lost already would be enqueued as others. */
function lossyNumbers(value: unknown, path: string): { path: string; problem: string }[] {
  if (typeof value === 'number') {
    const isLossy = !Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value));
    return isLossy ? [{ path, problem: 'is too large a number for this file; make the schedule over REST' }] : [];
  }
  if (Array.isArray(value)) return value.flatMap((item, at) => lossyNumbers(item, `${path}[${at}]`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => lossyNumbers(item, `${path}.${name}`));
}

function invalid(problems: readonly { path: string; problem: string }[]): RaydeckError {
  const lines = problems.slice(0, mostProblems).map(({ path, problem }) => (path ? `${path}: ${problem}` : problem));
  const rest = problems.length > mostProblems ? [`and ${problems.length - mostProblems} more`] : [];
  return new RaydeckError('INVALID', [...lines, ...rest].join('\n'), { path: problems[0]?.path ?? '' });
}
