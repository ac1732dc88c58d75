import { bulkActions, bulkIdLimit, bulkOutcomes, bulkRate, bulkStates, confirmAbove } from '@raydeck/core';
import { BulkQuestion, BulkStart, TaskFilter } from '@raydeck/services';
import { z } from 'zod';
import { timeParameter } from './parameters.ts';
import { TaskSummary } from './task.ts';

const time = z.iso.datetime();

const BulkFilter = TaskFilter.extend({
  createdAfter: timeParameter.optional(),
  createdBefore: timeParameter.optional(),
  finishedAfter: timeParameter.optional(),
  finishedBefore: timeParameter.optional(),
}).meta({ id: 'TaskFilter', description: 'As GET /tasks takes it.' });

const asked = {
  action: z.enum(bulkActions).meta({ description: 'delay: run later. delete: finished tasks, for administrators.' }),
  runAt: timeParameter.optional().meta({ description: 'For delay.' }),
  filter: BulkFilter.optional().meta({ description: 'All tasks that match as it starts. Or ids.' }),
  ids: BulkQuestion.shape.ids.meta({ description: `Up to ${bulkIdLimit} tasks. Or filter.` }),
};

export const BulkQuestionBody = BulkQuestion.extend(asked).meta({
  id: 'BulkQuestion',
  description: 'What the action needs to know may be missing still.',
});

export const BulkPreview = z
  .strictObject({
    count: z.int().meta({ description: 'Exactly, as of now.' }),
    sample: z.array(TaskSummary).meta({ description: 'The newest ten.' }),
  })
  .meta({ id: 'BulkPreview' });

export const BulkStartBody = BulkStart.extend({
  ...asked,
  perSecond: BulkStart.shape.perSecond.meta({ description: `Tasks a second, at most. Default ${bulkRate.start}.` }),
  confirmedCount: BulkStart.shape.confirmedCount.meta({
    description: `The preview’s count; required above ${confirmAbove} tasks. A tenth more may match by then.`,
  }),
}).meta({ id: 'NewBulkOperation' });

export const BulkStarted = z.strictObject({ id: z.guid(), total: z.int() }).meta({ id: 'StartedBulkOperation' });

export const BulkOperation = z
  .strictObject({
    id: z.guid(),
    action: z.enum(bulkActions),
    priority: z.int().nullable(),
    queue: z.string().nullable(),
    runAt: time.nullable(),
    filter: z.record(z.string(), z.unknown()).nullable().meta({ description: 'Null where the tasks were named.' }),
    reason: z.string(),
    createdBy: z.string(),
    state: z.enum(bulkStates).meta({ description: 'FAILED: whoever asked may no longer, for example.' }),
    error: z.string().nullable(),
    perSecond: z.int(),
    total: z.int().meta({ description: 'Tasks that matched at the start.' }),
    done: z.int(),
    skipped: z.int().meta({ description: 'Refused by the single action; see the rows.' }),
    createdAt: time,
    startedAt: time.nullable(),
    finishedAt: time.nullable(),
  })
  .meta({ id: 'BulkOperation' });

const nextCursor = z.string().nullable().meta({ description: 'Null at the end, and only there.' });

export const BulkPage = z.strictObject({ items: z.array(BulkOperation), nextCursor }).meta({ id: 'BulkPage' });

export const BulkRowPage = z
  .strictObject({
    items: z.array(
      z.strictObject({
        taskId: z.guid().meta({ description: 'The task may be gone.' }),
        outcome: z.enum(bulkOutcomes),
        message: z.string().nullable().meta({ description: 'Why it was skipped.' }),
        at: time.nullable(),
      }),
    ),
    nextCursor,
  })
  .meta({ id: 'BulkRowPage' });
