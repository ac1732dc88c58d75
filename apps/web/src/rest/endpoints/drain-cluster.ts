import { drainCluster as drain, readClusters } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { Cluster, ClusterDrainBody, listOf } from '../resources/operations.ts';

export const drainCluster = endpoint({
  method: 'POST',
  path: '/cluster/drain',
  operationId: 'drainCluster',
  summary: 'Let nothing new start on a cluster',
  description: 'What runs there goes on.',
  action: 'cluster.drain',
  body: ClusterDrainBody,
  answers: { 200: { description: 'All clusters, after it', schema: listOf(Cluster) } },
  problems: [404, 409],
  run: async (context, { body }) => {
    await drain(context, body);
    return { status: 200, body: { items: await readClusters(context) } };
  },
});
