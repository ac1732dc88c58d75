import { resumeCluster as resume, readClusters } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { Cluster, ClusterResumeBody, listOf } from '../resources/operations.ts';

export const resumeCluster = endpoint({
  method: 'POST',
  path: '/cluster/resume',
  operationId: 'resumeCluster',
  summary: 'Let a drained cluster have tasks again',
  action: 'cluster.drain',
  body: ClusterResumeBody,
  answers: { 200: { description: 'All clusters, after it', schema: listOf(Cluster) } },
  problems: [404, 409],
  run: async (context, { body }) => {
    await resume(context, body);
    return { status: 200, body: { items: await readClusters(context) } };
  },
});
