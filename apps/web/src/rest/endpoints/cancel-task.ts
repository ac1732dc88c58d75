import { taskStates } from '@raydeck/core';
import { cancelTask as cancel } from '@raydeck/services';
import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { idParameters } from '../resources/parameters.ts';
import { ReasonBody } from '../resources/task-body.ts';

export const cancelTask = endpoint({
  method: 'POST',
  path: '/tasks/{id}/cancel',
  operationId: 'cancelTask',
  summary: 'Cancel a task',
  description:
    'A waiting task is CANCELED at once. A running one stays RUNNING until its execution is known to be over.',
  action: 'task.cancel',
  params: idParameters,
  body: ReasonBody,
  isBodyOptional: true,
  answers: { 200: { description: 'Asked for', schema: z.strictObject({ id: z.guid(), state: z.enum(taskStates) }) } },
  problems: [404, 409],
  run: async (context, { params: { id }, body: { reason } }) => ({
    status: 200,
    body: { id, ...(await cancel(context, { id, reason })) },
  }),
});
