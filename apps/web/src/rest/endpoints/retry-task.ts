import { taskStates } from '@raydeck/core';
import { retryTask as retry } from '@raydeck/services';
import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { idParameters } from '../resources/parameters.ts';
import { ReasonBody } from '../resources/task-body.ts';

export const retryTask = endpoint({
  method: 'POST',
  path: '/tasks/{id}/retry',
  operationId: 'retryTask',
  summary: 'Run a FAILED or CANCELED task again',
  description: 'With the same arguments and a fresh budget of attempts; its earlier attempts stay.',
  action: 'task.retry',
  params: idParameters,
  body: ReasonBody,
  isBodyOptional: true,
  answers: { 200: { description: 'QUEUED', schema: z.strictObject({ id: z.guid(), state: z.enum(taskStates) }) } },
  problems: [404, 409],
  run: async (context, { params: { id }, body: { reason } }) => ({
    status: 200,
    body: { id, ...(await retry(context, { id, reason })) },
  }),
});
