import { pinTask as pin } from '@raydeck/services';
import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { idParameters } from '../resources/parameters.ts';
import { ReasonBody } from '../resources/task-body.ts';

export const pinTask = endpoint({
  method: 'POST',
  path: '/tasks/{id}/pin',
  operationId: 'pinTask',
  summary: 'Keep a task whatever the retention says',
  description: 'Its attempts and events stay with it.',
  action: 'task.pin',
  params: idParameters,
  body: ReasonBody,
  isBodyOptional: true,
  answers: { 200: { description: 'So it is', schema: z.strictObject({ id: z.guid(), pinned: z.boolean() }) } },
  problems: [404],
  run: async (context, { params: { id }, body: { reason } }) => ({
    status: 200,
    body: { id, ...(await pin(context, { id, pinned: true, reason })) },
  }),
});
