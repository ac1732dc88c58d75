import { listTasks as list, TaskFilter } from '@raydeck/services';
import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { integerParameter, timeParameter } from '../resources/parameters.ts';
import { TaskPage } from '../resources/task.ts';

const { state, queue, callable, tag } = TaskFilter.shape;

export const listTasks = endpoint({
  method: 'GET',
  path: '/tasks',
  operationId: 'listTasks',
  summary: 'List tasks, newest first',
  description:
    'Follow nextCursor with the same filters until it is null: a page may be short, even empty, before the end.',
  action: 'task.read',
  query: z.strictObject({
    state,
    queue,
    callable: callable.meta({ description: 'Exact, or a prefix when it ends in a dot.' }),
    tag,
    createdAfter: timeParameter.optional(),
    createdBefore: timeParameter.optional(),
    limit: integerParameter(1, 200).optional().meta({ description: 'Default 50.' }),
    cursor: z.string().min(1).max(200).optional(),
  }),
  answers: { 200: { description: 'A page', schema: TaskPage } },
  run: async (context, { query: { limit = 50, cursor, ...filter } }) => ({
    status: 200,
    body: await list(context, { filter, limit, cursor }),
  }),
});
