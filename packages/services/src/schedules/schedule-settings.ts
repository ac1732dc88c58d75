import { catchUps, isolations, longestCron, overlaps, runnerNames } from '@raydeck/core';
import { z } from 'zod';
import { RetrySettings } from '../queues/retry-settings.ts';
import { reason } from '../reason.ts';

// No import of the database here: the console's form may check by these schemas in the browser.

/** The table's own rule for names. */
export const scheduleName = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/,
    'must have 1 to 100 letters, digits and _.-, the first a letter or a digit',
  );

/** What each tick enqueues. `args` and `kwargs` are JSON text. What the values may be, the door says. */
export const ScheduledTask = z.strictObject({
  callable: z.string(),
  args: z.string().optional(),
  kwargs: z.string().optional(),
  queue: z.string().optional(),
  priority: z.number().optional(),
  runner: z.enum(runnerNames).optional(),
  maxAttempts: z.number().optional(),
  timeoutSeconds: z.number().optional(),
  retry: RetrySettings.optional(),
  resources: z
    .strictObject({
      numCpus: z.number().optional(),
      numGpus: z.number().optional(),
      memoryBytes: z.number().optional(),
      custom: z.record(z.string(), z.number()).optional(),
      labelSelector: z.record(z.string(), z.string()).optional(),
      isolation: z.enum(isolations).optional(),
    })
    .optional(),
  profile: z.string().optional(),
  concurrencyKey: z.string().optional(),
  tags: z.array(z.string()).optional(),
});
export type ScheduledTask = z.infer<typeof ScheduledTask>;

const fields = {
  cron: z.string().max(longestCron, `must have at most ${longestCron} characters`),
  timeZone: z.string().max(100),
  task: ScheduledTask,
  catchUp: z.enum(catchUps),
  overlap: z.enum(overlaps),
  description: z.string().max(500, 'must have at most 500 characters').nullable(),
};

/** All that can be set on a schedule. */
export const ScheduleSettings = z.strictObject(fields);
export type ScheduleSettings = z.infer<typeof ScheduleSettings>;

/** As somebody writes them: what is left out is the default. */
export const NewScheduleSettings = z.strictObject({
  ...fields,
  timeZone: fields.timeZone.default('UTC'),
  catchUp: fields.catchUp.default('last'),
  overlap: fields.overlap.default('skip'),
  description: fields.description.default(null),
});
export type NewScheduleSettings = z.input<typeof NewScheduleSettings>;

/** Any of the settings; the others stay as they are. A task replaces the earlier one as a whole. */
export const ScheduleChange = ScheduleSettings.partial();
export type ScheduleChange = z.infer<typeof ScheduleChange>;

/** Which schedule, and why somebody does something to it. */
export const ScheduleAction = z.strictObject({ name: z.string(), reason: reason.optional() });
export type ScheduleAction = z.infer<typeof ScheduleAction>;
