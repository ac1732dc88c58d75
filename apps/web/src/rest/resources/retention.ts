import { KeepDays, RetentionChange } from '@raydeck/services/retention-settings';
import { z } from 'zod';
import { BoundedCount } from './operations.ts';
import { ReasonBody } from './task-body.ts';

const time = z.iso.datetime();

const RetentionRun = z
  .strictObject({
    id: z.guid(),
    requestedAt: time,
    requestedBy: z.string().meta({ description: 'schedule, or who asked for it.' }),
    startedAt: time.nullable(),
    finishedAt: time.nullable(),
    tasks: z.int(),
    attempts: z.int(),
    events: z.int(),
    auditRows: z.int(),
    storedObjects: z.int().meta({ description: 'Results and logs outside the database, noted for deletion.' }),
    batches: z.int(),
    longestMs: z.int().meta({ description: 'Of its transactions.' }),
    isCut: z.boolean().meta({ description: 'Its time was up before its work was done; the next run goes on.' }),
    error: z.string().nullable(),
  })
  .meta({ id: 'RetentionRun' });

export const Retention = z
  .strictObject({
    settings: z.strictObject({
      succeededDays: KeepDays,
      failedDays: KeepDays,
      canceledDays: KeepDays,
      auditDays: KeepDays,
    }),
    runs: z.array(RetentionRun).meta({ description: 'The newest 20, newest first.' }),
    nextRunAt: time,
    storedWaiting: z.int().meta({ description: 'Objects outside the database whose rows are gone; at most 10,000.' }),
  })
  .meta({ id: 'Retention' });

export const RetentionBody = RetentionChange.extend(ReasonBody.shape).meta({ id: 'RetentionSettings' });

export const RetentionPreview = z
  .strictObject({
    items: z.array(
      z.strictObject({
        queue: z.string().meta({ description: 'Also one that is deleted, while its tasks stay.' }),
        state: z.enum(['SUCCEEDED', 'FAILED', 'CANCELED']),
        keepDays: KeepDays,
        oldestAt: time,
        due: BoundedCount.meta({
          description: 'A count stops at 500,000. Some may stay, as parents of unfinished tasks.',
        }),
      }),
    ),
    isPartial: z.boolean().meta({ description: 'There was no time to count all.' }),
    audit: z.strictObject({ keepDays: KeepDays, due: BoundedCount }),
    pinned: BoundedCount,
    nextRunAt: time,
  })
  .meta({ id: 'RetentionPreview' });
