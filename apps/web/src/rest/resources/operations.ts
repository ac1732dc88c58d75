import { ClusterDrain, ClusterResume, WorkerDrain, WorkerResume, gatewayStates } from '@raydeck/services';
import { attemptStates } from '@raydeck/core';
import { z } from 'zod';

const time = z.iso.datetime();
export const BoundedCount = z
  .strictObject({ count: z.int(), isCapped: z.boolean().meta({ description: 'At least so many.' }) })
  .meta({ id: 'BoundedCount' });

const HeldAttempt = z.strictObject({
  id: z.guid(),
  number: z.int(),
  state: z.enum(attemptStates),
  taskId: z.guid(),
  callable: z.string(),
  queue: z.string(),
});

export const Worker = z
  .strictObject({
    id: z.guid(),
    name: z.string(),
    hostname: z.string(),
    pid: z.int(),
    version: z.string(),
    queues: z.array(z.string()),
    runners: z.array(z.string()),
    concurrency: z.int(),
    rayAddress: z.string().nullable(),
    startedAt: time,
    lastSeenAt: time,
    leaseExpiresAt: time,
    stoppedAt: time.nullable(),
    drainedAt: time.nullable().meta({ description: 'Since when it takes nothing new.' }),
    drainedBy: z.string().nullable(),
    drainedReason: z.string().nullable(),
    isLive: z.boolean(),
    held: BoundedCount,
    attempts: z.array(HeldAttempt).meta({ description: 'The newest 20 that the caller reaches.' }),
  })
  .meta({ id: 'Worker' });

export const Cluster = z
  .strictObject({
    address: z.string(),
    session: z.string().nullable(),
    rayVersion: z.string().nullable(),
    reachable: z.boolean(),
    error: z.string().nullable(),
    snapshot: z.unknown(),
    checkedAt: time,
    reachableAt: time.nullable(),
    drained: z.boolean().meta({ description: 'It gets no new attempts.' }),
    drainedReason: z.string().nullable(),
    drainedBy: z.string().nullable(),
    drainedAt: time.nullable(),
  })
  .meta({ id: 'Cluster' });

export const Gateway = z
  .strictObject({
    id: z.guid(),
    rayAddress: z.string(),
    raySession: z.string(),
    jobName: z.string().meta({ description: 'Its submission id at Ray.' }),
    version: z.string().meta({ description: 'Hash of code and settings; another one replaces it.' }),
    state: z.enum(gatewayStates).meta({
      description: 'SILENT: its lease is over, and no worker has judged yet. DRAINING: it takes nothing more.',
    }),
    held: z.int().meta({ description: 'Attempts that it holds, as it said last.' }),
    actors: z.int().meta({ description: 'Ray actors that it keeps, as it said last.' }),
    workers: z.int().meta({ description: 'Live workers that it dials.' }),
    clusterJobId: z
      .guid()
      .nullable()
      .meta({ description: 'Its job among those of the cluster; null when none is mirrored.' }),
    createdAt: time,
    leaseExpiresAt: time,
    endedAt: time.nullable(),
    endReason: z.string().nullable(),
  })
  .meta({ id: 'Gateway' });

export const ClusterDrainBody = ClusterDrain.meta({ id: 'ClusterDrain' });

export const ClusterResumeBody = ClusterResume.meta({ id: 'ClusterResume' });

export const WorkerDrainBody = WorkerDrain.omit({ id: true }).meta({ id: 'WorkerDrain' });

export const WorkerResumeBody = WorkerResume.omit({ id: true }).meta({ id: 'WorkerResume' });

/** Everything at once: these lists are bounded by what they list. */
export const listOf = <Item extends z.ZodType>(item: Item) => z.strictObject({ items: z.array(item) });

export const AttemptLog = z
  .strictObject({
    text: z.string(),
    sizeBytes: z.number().meta({ description: 'Of the whole output.' }),
    truncated: z.boolean().meta({ description: 'Whether text is only its end.' }),
    stored: z.boolean().meta({ description: 'Whether more is kept than text: see getAttemptLogText.' }),
    final: z.boolean().meta({ description: 'Whether nothing more will come.' }),
  })
  .meta({ id: 'AttemptLog' });
