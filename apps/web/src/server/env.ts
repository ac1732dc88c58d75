import { runnerNames } from '@raydeck/core';
import { EncryptionKeys } from '@raydeck/services';
import { z } from 'zod';

export const Environment = z.object({
  DATABASE_URL: z.string().min(1),
  NEXTAUTH_URL: z.url({ protocol: /^https?$/ }),
  NEXTAUTH_SECRET: z.string().min(32),
  ENCRYPTION_KEYS: EncryptionKeys.optional(),
  RETRIES: z.coerce.number().int().min(1).max(100).default(3),
  STUCK_TASK_TIMEOUT_SECONDS: z.coerce.number().int().min(1).default(300),
  RUNNER: z.enum(runnerNames).default('ray_job'),
  RAY_DASHBOARD_URL: z.url({ protocol: /^https?$/ }).optional(),
});

export type Environment = z.infer<typeof Environment>;

let parsed: Environment | undefined;

/** The environment, parsed at first use: a build needs none. Empty variables count as absent. */
export function env(): Environment {
  parsed ??= Environment.parse(
    Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== undefined && value !== '')),
  );
  return parsed;
}
