import { isolations, type Resources, type RetryWish, runnerNames, type Wishes } from '@raydeck/core';
import { z } from 'zod';

/** The column's own CHECK, as a schema. */
const RetryPolicyColumn = z.object({
  backoff: z.enum(['fixed', 'linear', 'exponential', 'listed']),
  delaySeconds: z.number().exactOptional(),
  maxDelaySeconds: z.number().exactOptional(),
  delaysSeconds: z.array(z.number()).exactOptional(),
  jitter: z.enum(['none', 'full', 'equal']).exactOptional(),
  retryOn: z.array(z.string()).exactOptional(),
  giveUpOn: z.array(z.string()).exactOptional(),
});

const ResourcesColumn = z.object({
  numCpus: z.number().exactOptional(),
  numGpus: z.number().exactOptional(),
  memoryBytes: z.number().exactOptional(),
  custom: z.record(z.string(), z.number()).exactOptional(),
  labelSelector: z.record(z.string(), z.string()).exactOptional(),
  isolation: z.enum(isolations).exactOptional(),
});

interface WishColumns {
  runner: string | null;
  maxAttempts: number | null;
  timeoutSeconds: number | null;
  retryPolicy: unknown;
  profile: string | null;
}

const noWishes: Wishes = { runner: null, maxAttempts: null, timeoutSeconds: null, retryPolicy: null, profile: null };

/** What a task or queue row says of its execution; a row that is gone says nothing. */
export function wishesOf(row: WishColumns | null | undefined): Wishes {
  if (!row) return noWishes;
  return {
    runner: z.enum(runnerNames).nullable().parse(row.runner),
    maxAttempts: row.maxAttempts,
    timeoutSeconds: row.timeoutSeconds,
    retryPolicy: retryPolicyOf(row.retryPolicy),
    profile: row.profile,
  };
}

export function retryPolicyOf(column: unknown): RetryWish | null {
  return RetryPolicyColumn.nullable().parse(column);
}

export function resourcesOf(column: unknown): Resources | null {
  return ResourcesColumn.nullable().parse(column);
}
