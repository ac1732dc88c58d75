import { drainCluster } from '../../../../../rest/endpoints/drain-cluster.ts';
import { handlers } from '../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(drainCluster);
