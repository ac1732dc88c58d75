import { getQueue as get } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { etagHeaders, etagOf } from '../resources/etag.ts';
import { nameParameters, Queue } from '../resources/queue.ts';

export const getQueue = endpoint({
  method: 'GET',
  path: '/queues/{name}',
  operationId: 'getQueue',
  summary: 'A queue with its settings and load',
  action: 'queue.read',
  params: nameParameters,
  answers: { 200: { description: 'The queue', schema: Queue, headers: etagHeaders } },
  problems: [404],
  run: async (context, { params: { name } }) => {
    const queue = await get(context, name);
    return { status: 200, body: queue, headers: etagOf(queue) };
  },
});
