'use server';

import { ClusterDrain, drainCluster, resumeCluster } from '@raydeck/services';
import { serverAction } from '../server/action.ts';

export const drainClusterAction = serverAction({
  input: ClusterDrain,
  permission: 'cluster.drain',
  run: drainCluster,
});

export const resumeClusterAction = serverAction({
  input: ClusterDrain,
  permission: 'cluster.drain',
  run: resumeCluster,
});
