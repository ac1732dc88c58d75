import { listQueues as list } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { listOf } from '../resources/operations.ts';
import { Queue } from '../resources/queue.ts';

export const listQueues = endpoint({
  method: 'GET',
  path: '/queues',
  operationId: 'listQueues',
  summary: 'Queues with their settings and load',
  description:
    'At most 1,000. Counts stop at 10,000, earlier when there are many queues (200 of a thousand), and say isCapped.',
  action: 'queue.read',
  answers: { 200: { description: 'All of them', schema: listOf(Queue) } },
  run: async (context) => ({ status: 200, body: { items: await list(context) } }),
});
