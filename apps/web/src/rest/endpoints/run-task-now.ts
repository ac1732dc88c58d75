import { taskStates } from '@raydeck/core';
import { runTaskNow as runNow } from '@raydeck/services';
import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { idParameters } from '../resources/parameters.ts';
import { ReasonBody } from '../resources/task-body.ts';

export const runTaskNow = endpoint({
  method: 'POST',
  path: '/tasks/{id}/run-now',
  operationId: 'runTaskNow',
  summary: 'Make a QUEUED task due now',
  description: 'It waits no longer for its time, its backoff or a snooze; limits and its turn stay.',
  action: 'task.edit',
  params: idParameters,
  body: ReasonBody,
  isBodyOptional: true,
  answers: { 200: { description: 'It is due', schema: z.strictObject({ id: z.guid(), state: z.enum(taskStates) }) } },
  problems: [404, 409],
  run: async (context, { params: { id }, body: { reason } }) => ({
    status: 200,
    body: { id, ...(await runNow(context, { id, reason })) },
  }),
});
