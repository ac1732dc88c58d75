import { resumeWorker } from '../../../../../../rest/endpoints/resume-worker.ts';
import { handlers } from '../../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(resumeWorker);
