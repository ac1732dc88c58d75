import { attemptStates, runnerNames, taskStates } from '@raydeck/core';
import { z } from 'zod';
import { Locked } from './locked.ts';

const time = z.iso.datetime();
const Progress = z.strictObject({ current: z.number(), total: z.number().nullable(), message: z.string().nullable() });

export const TaskSummary = z
  .strictObject({
    id: z.guid(),
    callable: z.string(),
    queue: z.string(),
    priority: z.int(),
    state: z.enum(taskStates),
    runAt: time,
    createdAt: time,
    startedAt: time.nullable(),
    finishedAt: time.nullable(),
    attemptCount: z.int(),
    maxAttempts: z.int().nullable(),
    tags: z.array(z.string()),
    createdBy: z.string(),
    cancelRequestedAt: time.nullable(),
    lastAttemptId: z.guid().nullable(),
    attemptState: z.enum(attemptStates).nullable(),
    rayJobId: z.string().nullable(),
    progress: Progress.nullable(),
    errorClass: z.string().nullable(),
    errorMessage: z.string().nullable().meta({ description: 'Null without payload permission.' }),
  })
  .meta({ id: 'TaskSummary' });

export const TaskPage = z
  .strictObject({
    items: z.array(TaskSummary),
    nextCursor: z.string().nullable().meta({ description: 'Null at the end, and only there.' }),
    isPartial: z.boolean().meta({ description: 'The search stopped before the page was full; the next page goes on.' }),
  })
  .meta({ id: 'TaskPage' });

const Attempt = z
  .strictObject({
    id: z.guid(),
    number: z.int(),
    state: z.enum(attemptStates),
    runner: z.string(),
    profileId: z.guid().nullable(),
    workerId: z.guid(),
    rayAddress: z.string().nullable(),
    raySession: z.string().nullable(),
    rayJobId: z.string().nullable(),
    rayActorId: z.string().nullable(),
    rayNodeId: z.string().nullable(),
    pod: z.string().nullable(),
    submittedAt: time,
    startedAt: time.nullable(),
    finishedAt: time.nullable(),
    releasedAt: time.nullable().meta({ description: 'When the execution was known to be over.' }),
    lastHeartbeatAt: time.nullable(),
    errorClass: z.string().nullable(),
    errorMessage: z.string().nullable(),
    traceback: z.string().nullable(),
    exitCode: z.int().nullable(),
    peakMemoryBytes: z.number().nullable(),
    cpuSeconds: z.number().nullable(),
    logBytes: z.number().nullable(),
    isLogStored: z.boolean().meta({ description: 'Whether more of its output is kept than its end.' }),
    progress: Progress.nullable(),
    note: z.string().nullable().meta({ description: 'Why message and traceback are missing, when they are.' }),
  })
  .meta({ id: 'Attempt' });

const Event = z.strictObject({
  id: z.guid(),
  attemptId: z.guid().nullable(),
  at: time,
  kind: z.string(),
  actor: z.string(),
  reason: z.string().nullable(),
  data: z.unknown(),
});

const origin = z.enum(['task', 'queue', 'setting']);
const effective = <Value extends z.ZodType>(value: Value) => z.strictObject({ value, origin });

export const Task = z
  .strictObject({
    id: z.guid(),
    callable: z.string(),
    queue: z.string(),
    priority: z.int(),
    state: z.enum(taskStates),
    args: z
      .array(z.unknown())
      .optional()
      .meta({ description: 'Only with payload permission; else see shapes. What is redacted reads "‹redacted›".' }),
    kwargs: z.record(z.string(), z.unknown()).optional().meta({ description: 'Only with payload permission.' }),
    result: z.unknown().optional().meta({ description: 'Null until SUCCEEDED. Only with payload permission.' }),
    shapes: z
      .strictObject({ args: z.string(), kwargs: z.string(), result: z.string().nullable() })
      .optional()
      .meta({ description: 'Only without payload permission: structure without values.' }),
    locked: Locked,
    stored: z
      .strictObject({ argumentsBytes: z.int().nullable(), resultBytes: z.int().nullable() })
      .meta({ description: 'Sizes of what is too large to be shown here: see getArguments, getResult.' }),
    runAt: time,
    expiresAt: time.nullable(),
    createdAt: time,
    startedAt: time.nullable(),
    finishedAt: time.nullable(),
    cancelRequestedAt: time.nullable(),
    attemptCount: z.int(),
    snoozes: z
      .int()
      .meta({ description: 'Attempts that asked for a later one; they count against no limit but their own.' }),
    losses: z.int().meta({ description: 'Attempts lost through the infrastructure; their own limit.' }),
    traceparent: z.string().nullable(),
    failures: z.int().meta({ description: 'Attempts that count against maxAttempts.' }),
    resources: z.record(z.string(), z.unknown()).nullable(),
    effective: z.strictObject({
      runner: effective(z.enum(runnerNames)),
      maxAttempts: effective(z.int()),
      timeoutSeconds: effective(z.int().nullable()),
      retryPolicy: effective(z.record(z.string(), z.unknown())),
      profile: effective(z.string().nullable()),
    }),
    pinned: z.boolean().meta({ description: 'Kept whatever the retention says.' }),
    concurrencyKey: z.string().nullable(),
    parked: z.boolean().meta({ description: 'QUEUED, and waits for a place of its concurrencyKey.' }),
    tags: z.array(z.string()),
    createdBy: z.string(),
    retriedFrom: z.guid().nullable(),
    retriedBy: z.array(z.guid()),
    attempts: z.array(Attempt).meta({ description: 'The newest 50, newest first.' }),
    events: z.array(Event).meta({ description: 'The newest 200, newest first.' }),
  })
  .meta({ id: 'Task' });
