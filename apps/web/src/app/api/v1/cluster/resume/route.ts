import { resumeCluster } from '../../../../../rest/endpoints/resume-cluster.ts';
import { handlers } from '../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(resumeCluster);
