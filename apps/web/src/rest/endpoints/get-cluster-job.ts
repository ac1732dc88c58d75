import { getClusterJob as get } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { ClusterJobWithLog } from '../resources/cluster-job.ts';
import { idParameters } from '../resources/parameters.ts';

export const getClusterJob = endpoint({
  method: 'GET',
  path: '/cluster/jobs/{id}',
  operationId: 'getClusterJob',
  summary: 'A job of a Ray cluster, with the end of its output',
  action: 'cluster.read',
  params: idParameters,
  answers: { 200: { description: 'The job', schema: ClusterJobWithLog } },
  problems: [404],
  run: async (context, { params: { id } }) => ({ status: 200, body: await get(context, id) }),
});
