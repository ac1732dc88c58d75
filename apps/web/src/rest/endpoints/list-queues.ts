import { listQueues as list } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { Queue, listOf } from '../resources/operations.ts';

export const listQueues = endpoint({
  method: 'GET',
  path: '/queues',
  operationId: 'listQueues',
  summary: 'Queues with their settings and load',
  action: 'queue.read',
  answers: { 200: { description: 'All of them', schema: listOf(Queue) } },
  run: async (context) => ({ status: 200, body: { items: await list(context) } }),
});
