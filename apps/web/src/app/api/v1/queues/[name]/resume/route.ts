import { resumeQueue } from '../../../../../../rest/endpoints/resume-queue.ts';
import { handlers } from '../../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(resumeQueue);
