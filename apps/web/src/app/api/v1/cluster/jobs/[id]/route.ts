import { getClusterJob } from '../../../../../../rest/endpoints/get-cluster-job.ts';
import { handlers } from '../../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(getClusterJob);
