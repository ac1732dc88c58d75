import { listClusters as list } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { Cluster, listOf } from '../resources/operations.ts';

export const listClusters = endpoint({
  method: 'GET',
  path: '/cluster',
  operationId: 'listClusters',
  summary: 'Ray clusters as the workers last saw them',
  action: 'cluster.read',
  answers: { 200: { description: 'All of them', schema: listOf(Cluster) } },
  run: async (context) => ({ status: 200, body: { items: await list(context) } }),
});
