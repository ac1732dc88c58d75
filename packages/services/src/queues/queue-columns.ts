import { RaydeckError, runnerNames } from '@raydeck/core';
import { Prisma, type QueueModel } from '@raydeck/db';
import { z } from 'zod';
import { QueueSettings } from './queue-settings.ts';

const Runner = z.enum(runnerNames);

/** A row's settings, in the words of the API. */
export function settingsOf(row: QueueModel): QueueSettings {
  const { concurrencyLimit, keyLimit, maxPending, profile, maxAttempts, timeoutSeconds } = row;
  return {
    concurrencyLimit,
    keyLimit,
    rate: rateOf(row),
    maxPending,
    runner: Runner.nullable().parse(row.runner),
    allowedRunners: Runner.array().parse(row.allowedRunners),
    profile,
    allowedProfiles: row.allowedProfiles,
    maxAttempts,
    timeoutSeconds,
    retryPolicy: QueueSettings.shape.retryPolicy.parse(row.retryPolicy),
    allowedCallables: row.allowedCallables,
    plainCallables: row.plainCallables,
    retention: QueueSettings.shape.retention.parse(row.retention),
  };
}

/** The same as columns to write. */
export function columnsOf({ rate, retryPolicy, retention, ...same }: QueueSettings) {
  return {
    ...same,
    rateTasks: rate?.tasks ?? null,
    rateSeconds: rate?.seconds ?? null,
    retryPolicy: retryPolicy ?? Prisma.DbNull,
    retention: retention ?? Prisma.DbNull,
  };
}

function rateOf({ name, rateTasks, rateSeconds }: QueueModel): QueueSettings['rate'] {
  if (rateTasks === null && rateSeconds === null) return null;
  if (rateTasks === null || rateSeconds === null) throw new RaydeckError('INTERNAL', `Queue ${name} has half a rate.`);
  return { tasks: rateTasks, seconds: rateSeconds };
}
