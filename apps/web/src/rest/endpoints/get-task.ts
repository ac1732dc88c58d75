import { getTask as get, maxWaitSeconds, waitForTask } from '@raydeck/services';
import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { idParameters, integerParameter } from '../resources/parameters.ts';
import { Task } from '../resources/task.ts';
import { taskResource } from '../resources/task-resource.ts';

export const getTask = endpoint({
  method: 'GET',
  path: '/tasks/{id}',
  operationId: 'getTask',
  summary: 'A task with its attempts and events',
  description:
    'With waitSeconds the answer comes when the task is final, at the latest after so long, with whatever holds then.',
  action: 'task.read',
  params: idParameters,
  query: z.strictObject({ waitSeconds: integerParameter(0, maxWaitSeconds).optional() }),
  answers: { 200: { description: 'The task', schema: Task } },
  problems: [404],
  run: async (context, { params: { id }, query: { waitSeconds = 0 }, signal }) => {
    if (waitSeconds > 0) await waitForTask(context, id, waitSeconds, signal);
    return { status: 200, body: taskResource(await get(context, id)) };
  },
});
