import { runnerNames } from '@raydeck/core';
import { z } from 'zod';

const whole = (minimum: number, maximum: number) => z.int().min(minimum).max(maximum);
const seconds = z.number().min(0).max(31_536_000);
const amount = (maximum: number) => z.number().min(0).max(maximum);
const name = z.string().regex(/^[A-Za-z0-9_.:/-]{1,100}$/, 'must have 1 to 100 letters, digits and _.:/-');
const time = z.iso.datetime({
  offset: true,
  error: 'must be an ISO 8601 time with a zone, such as 2026-11-20T10:00:00Z',
});

const RetryBody = z.strictObject({
  backoff: z.enum(['fixed', 'linear', 'exponential']),
  delaySeconds: seconds.exactOptional(),
  maxDelaySeconds: seconds.exactOptional(),
  jitter: z.enum(['none', 'full', 'equal']).exactOptional(),
});

const ResourcesBody = z.strictObject({
  numCpus: amount(100_000).optional(),
  numGpus: amount(100_000).optional(),
  memoryBytes: amount(1e15).optional(),
  custom: z.record(name, amount(1e9)).optional(),
  labelSelector: z.record(name, z.string().max(200)).optional(),
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
    queue: z.string().min(1).max(100).optional().meta({ description: 'Default "default".' }),
    priority: whole(-100, 100).optional().meta({ description: 'Higher runs first. Default 0.' }),
    runAt: time.optional().meta({ description: 'Default now.' }),
    expiresAt: time.optional().meta({ description: 'Not started by then, the task FAILS. Default never.' }),
    runner: z.enum(runnerNames).optional(),
    maxAttempts: whole(1, 100).optional(),
    timeoutSeconds: whole(1, 999_999_999).optional(),
    retry: RetryBody.optional(),
    resources: ResourcesBody.optional(),
    profile: z.string().min(1).max(100).optional(),
    tags: z.array(z.string().min(1).max(100)).max(50).optional(),
    idempotencyKey: z.string().min(1).max(255).optional().meta({ description: 'Or the header Idempotency-Key.' }),
  })
  .meta({ id: 'NewTask' });

export const ReasonBody = z.strictObject({ reason: z.string().max(500).optional() }).meta({ id: 'Reason' });
