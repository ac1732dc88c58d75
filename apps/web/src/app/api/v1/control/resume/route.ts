import { resumeAll } from '../../../../../rest/endpoints/resume-all.ts';
import { handlers } from '../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(resumeAll);
