import { putQueue as put, readQueue } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { conditionHeaders, etagHeaders, etagOf, expectedOf } from '../resources/etag.ts';
import { nameParameters, Queue, QueueBody } from '../resources/queue.ts';

export const putQueue = endpoint({
  method: 'PUT',
  path: '/queues/{name}',
  operationId: 'putQueue',
  summary: 'Create a queue, or replace its settings',
  description: 'What is left out is unset. Whether it is paused stays as it is.',
  action: 'queue.write',
  params: nameParameters,
  body: QueueBody,
  headers: conditionHeaders,
  answers: {
    201: { description: 'Created', schema: Queue, headers: etagHeaders },
    200: { description: 'Replaced', schema: Queue, headers: etagHeaders },
  },
  problems: [404, 409],
  run: async (context, { params: { name }, body: { reason, ...settings }, headers }) => {
    const { isNew } = await put(context, { name, settings, reason }, expectedOf(headers));
    const queue = await readQueue(context, name);
    return { status: isNew ? 201 : 200, body: queue, headers: etagOf(queue) };
  },
});
