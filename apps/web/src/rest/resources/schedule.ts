import { catchUps, longestCron, overlaps } from '@raydeck/core';
import { z } from 'zod';
import { ReasonBody, TaskBody } from './task-body.ts';
import { Locked } from './locked.ts';

const time = z.iso.datetime();

const TemplateBody = TaskBody.omit({
  runAt: true,
  expiresAt: true,
  idempotencyKey: true,
  argumentsUpload: true,
}).meta({
  id: 'ScheduledTask',
  description: 'What each tick enqueues. args and kwargs together: at most 64 KiB.',
});

const settings = {
  cron: z.string().min(1).max(longestCron).meta({
    description: 'Five fields (minute hour day month weekday), or six with seconds first.',
    example: '30 2 * * *',
  }),
  timeZone: z.string().min(1).max(100).meta({ description: 'IANA name. Default "UTC".', example: 'Europe/Berlin' }),
  task: TemplateBody,
  catchUp: z
    .enum(catchUps)
    .meta({ description: 'Of the ticks that nobody dealt with in time: none, the last, or all run. Default last.' }),
  overlap: z
    .enum(overlaps)
    .meta({ description: 'What a tick does while a task of the schedule has not ended. Default skip.' }),
  description: z.string().max(500).nullable(),
};

export const ScheduleBody = z
  .strictObject({
    ...settings,
    timeZone: settings.timeZone.optional(),
    catchUp: settings.catchUp.optional(),
    overlap: settings.overlap.optional(),
    description: settings.description.optional(),
    ...ReasonBody.shape,
  })
  .meta({ id: 'ScheduleSettings' });

export const ScheduleChangeBody = z
  .strictObject({ ...z.strictObject(settings).partial().shape, ...ReasonBody.shape })
  .meta({ id: 'ScheduleChange', description: 'What is left out stays. A task replaces the earlier one as a whole.' });

export const Schedule = z
  .strictObject({
    ...settings,
    task: z.strictObject({
      ...TemplateBody.shape,
      queue: z.string(),
      args: TemplateBody.shape.args.meta({ description: 'Only with payload permission; else see shapes.' }),
      kwargs: TemplateBody.shape.kwargs.meta({ description: 'Only with payload permission.' }),
      shapes: z
        .strictObject({ args: z.string(), kwargs: z.string() })
        .optional()
        .meta({ description: 'Only without payload permission: structure without values.' }),
      locked: Locked,
    }),
    name: z.string(),
    paused: z.boolean(),
    pausedReason: z.string().nullable(),
    pausedBy: z.string().nullable(),
    pausedAt: time.nullable(),
    nextRunAt: time.nullable().meta({ description: 'Null while it is paused.' }),
    lastTickAt: time.nullable(),
    lastTaskId: z.guid().nullable().meta({ description: 'Of the last tick that enqueued, or run by hand.' }),
    createdBy: z.string(),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: 'Schedule' });

export const Tick = z
  .strictObject({
    tick: time.meta({ description: 'The time it stands for.' }),
    outcome: z.enum(['enqueued', 'skipped', 'waiting', 'failed', 'run-now']),
    taskId: z.guid().nullable(),
    detail: z.string().nullable().meta({ description: 'Why nothing was enqueued, or who ran it.' }),
    at: time.meta({ description: 'When it was dealt with.' }),
  })
  .meta({ id: 'Tick' });
