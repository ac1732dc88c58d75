import { getControl as get } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { Control } from '../resources/queue.ts';

export const getControl = endpoint({
  method: 'GET',
  path: '/control',
  operationId: 'getControl',
  summary: 'What holds for all queues',
  action: 'control.read',
  answers: { 200: { description: 'The limit over all queues', schema: Control } },
  run: async (context) => ({ status: 200, body: await get(context) }),
});
