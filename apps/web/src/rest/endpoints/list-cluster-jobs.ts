import { listClusterJobs as list } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { ClusterJobPage, ClusterJobQuery } from '../resources/cluster-job.ts';

export const listClusterJobs = endpoint({
  method: 'GET',
  path: '/cluster/jobs',
  operationId: 'listClusterJobs',
  summary: 'All jobs of the Ray clusters, whoever submitted them',
  description: 'As a worker last saw them; they outlive the head.',
  action: 'cluster.read',
  query: ClusterJobQuery,
  answers: { 200: { description: 'A page', schema: ClusterJobPage } },
  run: async (context, { query: { limit, cursor, ...filter } }) => ({
    status: 200,
    body: await list(context, { filter, limit, cursor }),
  }),
});
