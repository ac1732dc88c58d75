import { listTasks as list, TaskFilter } from '@raydeck/services';
import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { integerParameter, timeParameter } from '../resources/parameters.ts';
import { TaskPage } from '../resources/task.ts';

const { createdAfter: _a, createdBefore: _b, finishedAfter: _c, finishedBefore: _d, ...fields } = TaskFilter.shape;

export const listTasks = endpoint({
  method: 'GET',
  path: '/tasks',
  operationId: 'listTasks',
  summary: 'List tasks, newest first',
  description:
    'Follow nextCursor with the same filters until it is null: a page may be short, even empty, before the end. Served by an ' +
    'index: no filter, state, createdAfter and createdBefore, errorClass, rayJob, and these together; queue and finishedAfter or ' +
    'finishedBefore while at most 20,000 tasks match. For others a page looks as far as it comes in a tenth of a second, ' +
    'for text in four.',
  action: 'task.read',
  query: z.strictObject({
    ...fields,
    callable: fields.callable.meta({ description: 'Exact, or a prefix when it ends in a dot.' }),
    runner: fields.runner.meta({
      description: 'The last attempt’s; before there is one, as task, queue or setting say.',
    }),
    profile: fields.profile.meta({ description: 'As the task or its queue names it.' }),
    errorClass: fields.errorClass.meta({ description: 'Of the last attempt, as node and attemptState.' }),
    rayJob: fields.rayJob.meta({ description: 'Ray’s submission id of any attempt.' }),
    createdAfter: timeParameter.optional(),
    createdBefore: timeParameter.optional(),
    finishedAfter: timeParameter.optional(),
    finishedBefore: timeParameter.optional(),
    worker: fields.worker.meta({ description: 'By id or name.' }),
    text: fields.text.meta({
      description: 'Words within the last attempt’s error message, in any case. Needs payload permission.',
    }),
    limit: integerParameter(1, 200).optional().meta({ description: 'Default 50.' }),
    cursor: z.string().min(1).max(200).optional(),
  }),
  answers: { 200: { description: 'A page', schema: TaskPage } },
  run: async (context, { query: { limit = 50, cursor, ...filter } }) => ({
    status: 200,
    body: await list(context, { filter, limit, cursor }),
  }),
});
