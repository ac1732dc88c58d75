import { listWorkers as list } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { Worker, listOf } from '../resources/operations.ts';

export const listWorkers = endpoint({
  method: 'GET',
  path: '/workers',
  operationId: 'listWorkers',
  summary: 'Workers, live ones first',
  action: 'worker.read',
  answers: { 200: { description: 'All of them', schema: listOf(Worker) } },
  run: async (context) => ({ status: 200, body: { items: await list(context) } }),
});
