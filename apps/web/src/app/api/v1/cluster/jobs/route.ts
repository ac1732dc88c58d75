import { listClusterJobs } from '../../../../../rest/endpoints/list-cluster-jobs.ts';
import { handlers } from '../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(listClusterJobs);
