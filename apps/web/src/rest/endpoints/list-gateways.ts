import { listGateways as list } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { Gateway, listOf } from '../resources/operations.ts';

export const listGateways = endpoint({
  method: 'GET',
  path: '/gateways',
  operationId: 'listGateways',
  summary: 'Gateways of the runner ray_core',
  description: 'Those that may still run something, newest first, and those that ended within a day; at most 100.',
  action: 'cluster.read',
  answers: { 200: { description: 'All of them', schema: listOf(Gateway) } },
  run: async (context) => ({ status: 200, body: { items: await list(context) } }),
});
