import { ClusterJobFilter } from '@raydeck/services';
import { z } from 'zod';
import { integerParameter } from './parameters.ts';

const time = z.iso.datetime();
const { status, search, sort } = ClusterJobFilter.shape;

export const ClusterJobQuery = z.strictObject({
  status,
  ours: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .meta({
      description: 'Whether this installation submitted it.',
      override: { type: 'string', enum: ['true', 'false'] },
    }),
  search: search.meta({ description: 'Part of the id, and with payload permission of the entrypoint.' }),
  sort: sort.unwrap().optional().meta({ description: 'Default newest.' }),
  limit: integerParameter(1, 200).default(50).meta({ description: 'Default 50.' }),
  cursor: z.string().min(1).max(200).optional(),
});

const ClusterJob = z
  .strictObject({
    id: z.guid(),
    rayAddress: z.string(),
    raySession: z.string(),
    key: z.string().meta({ description: 'Ray’s submission id, or the job id of a driver that nobody submitted.' }),
    submissionId: z.string().nullable(),
    jobId: z.string().nullable(),
    type: z.string(),
    status: z.string().meta({ description: 'PENDING, RUNNING, SUCCEEDED, FAILED or STOPPED, as it was last seen.' }),
    entrypoint: z
      .string()
      .nullable()
      .meta({ description: 'Null without payload permission, as message and metadata.' }),
    message: z.string().nullable(),
    errorType: z.string().nullable(),
    attemptId: z.guid().nullable().meta({ description: 'When this installation submitted it.' }),
    metadata: z.record(z.string(), z.string()).nullable(),
    nodeId: z.string().nullable(),
    exitCode: z.int().nullable(),
    startedAt: time.nullable(),
    endedAt: time.nullable(),
    goneAt: time.nullable().meta({ description: 'Since when Ray no longer lists it.' }),
  })
  .meta({ id: 'ClusterJob' });

export const ClusterJobWithLog = ClusterJob.extend({
  logTail: z
    .string()
    .nullable()
    .meta({ description: 'Of foreign jobs; those of this installation have it at their attempt.' }),
}).meta({ id: 'ClusterJobWithLog' });

export const ClusterJobPage = z
  .strictObject({ items: z.array(ClusterJob), nextCursor: z.string().nullable() })
  .meta({ id: 'ClusterJobPage' });
