import { pauseQueue as pause, readQueue } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { nameParameters, PauseBody, Queue } from '../resources/queue.ts';

export const pauseQueue = endpoint({
  method: 'POST',
  path: '/queues/{name}/pause',
  operationId: 'pauseQueue',
  summary: 'Let nothing more of a queue start',
  description: 'What runs goes on, and tasks can still be enqueued.',
  action: 'queue.pause',
  params: nameParameters,
  body: PauseBody,
  answers: { 200: { description: 'Paused', schema: Queue } },
  problems: [404, 409],
  run: async (context, { params: { name }, body: { reason } }) => {
    await pause(context, { name, reason });
    return { status: 200, body: await readQueue(context, name) };
  },
});
