import { readQueue, resumeQueue as resume } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { nameParameters, Queue } from '../resources/queue.ts';
import { ReasonBody } from '../resources/task-body.ts';

export const resumeQueue = endpoint({
  method: 'POST',
  path: '/queues/{name}/resume',
  operationId: 'resumeQueue',
  summary: 'Let a paused queue go on',
  action: 'queue.pause',
  params: nameParameters,
  body: ReasonBody,
  isBodyOptional: true,
  answers: { 200: { description: 'Goes on', schema: Queue } },
  problems: [404, 409],
  run: async (context, { params: { name }, body: { reason } }) => {
    await resume(context, { name, reason });
    return { status: 200, body: await readQueue(context, name) };
  },
});
