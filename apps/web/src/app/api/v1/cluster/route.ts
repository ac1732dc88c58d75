import { listClusters } from '../../../../rest/endpoints/list-clusters.ts';
import { handlers } from '../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(listClusters);
