import { isolations, runnerNames } from '@raydeck/core';
import { RetrySettings } from '@raydeck/services/retry-settings';
import { z } from 'zod';
import { timeText } from './parameters.ts';

const whole = (minimum: number, maximum: number) => z.int().min(minimum).max(maximum);
const amount = (maximum: number) => z.number().min(0).max(maximum);
const name = z.string().regex(/^[A-Za-z0-9_.:/-]{1,100}$/, 'must have 1 to 100 letters, digits and _.:/-');
const ResourcesBody = z.strictObject({
  numCpus: amount(100_000).optional(),
  numGpus: amount(100_000).optional(),
  memoryBytes: amount(1e15).optional(),
  custom: z.record(name, amount(1e9)).optional(),
  labelSelector: z.record(name, z.string().max(200)).optional(),
  isolation: z
    .enum(isolations)
    .optional()
    .meta({ description: 'Under ray_core: whether it shares a process with other tasks. Default actor.' }),
});

/** A task as a caller asks for it. The bounds are those of raydeck.enqueue_tasks, which checks all again. */
export const TaskBody = z
  .strictObject({
    callable: z
      .string()
      .max(255)
      .regex(/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)+$/, 'must be an import path like "package.module.function"')
      .refine((path) => !path.startsWith('__main__.'), 'must not lie in __main__')
      .meta({ example: 'shop.tasks.charge' }),
    args: z.array(z.unknown()).optional().meta({ description: 'Digits and key order survive. Default [].' }),
    kwargs: z.record(z.string(), z.unknown()).optional().meta({ description: 'Default {}.' }),
    argumentsUpload: z
      .guid()
      .optional()
      .meta({ description: 'In the place of args and kwargs: an upload of your own, of the last 24 hours.' }),
    queue: z.string().min(1).max(100).optional().meta({ description: 'Default "default".' }),
    priority: whole(-100, 100).optional().meta({ description: 'Higher runs first. Default 0.' }),
    runAt: timeText.optional().meta({ description: 'Default now.' }),
    expiresAt: timeText.optional().meta({ description: 'Not started by then, the task FAILS. Default never.' }),
    runner: z.enum(runnerNames).optional(),
    maxAttempts: whole(1, 100).optional(),
    timeoutSeconds: whole(1, 999_999_999).optional(),
    retry: RetrySettings.optional(),
    resources: ResourcesBody.optional(),
    profile: z.string().min(1).max(100).optional(),
    concurrencyKey: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .meta({ description: 'Tasks of one key share the key’s places in their queue.' }),
    tags: z.array(z.string().min(1).max(100)).max(50).optional(),
    idempotencyKey: z.string().min(1).max(255).optional().meta({ description: 'Or the header Idempotency-Key.' }),
  })
  .meta({ id: 'NewTask' });

/** So many tasks in one request, as the door takes. */
export const BatchBody = z.strictObject({ tasks: z.array(TaskBody).min(1).max(1000) }).meta({ id: 'NewTasks' });

const reason = z.string().max(500).optional();
export const ReasonBody = z.strictObject({ reason }).meta({ id: 'Reason' });

const noChange = {
  error: 'must name what to change',
  // What is no change may be misspelt: that is said first, and alone.
  when: ({ issues }: { issues: unknown[] }) => issues.length === 0,
};
const { priority, runAt, expiresAt, queue } = TaskBody.shape;

export const TaskEditBody = z
  .strictObject({
    priority,
    runAt,
    expiresAt: expiresAt.nullable().meta({ description: 'Null: never.' }),
    queue,
    reason,
  })
  .refine(({ reason: _reason, ...edit }) => Object.values(edit).some((value) => value !== undefined), noChange)
  .meta({ id: 'TaskEdit' });

/** What a retry may have otherwise: all but the callable. */
const ChangesBody = TaskBody.omit({ callable: true, idempotencyKey: true, argumentsUpload: true })
  .refine((changes) => Object.keys(changes).length > 0, noChange)
  .meta({ id: 'TaskChanges', minProperties: 1 });

export const RetryTaskBody = z.strictObject({ reason, changes: ChangesBody.optional() }).meta({ id: 'Retry' });
