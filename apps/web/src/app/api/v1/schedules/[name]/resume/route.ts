import { resumeSchedule } from '../../../../../../rest/endpoints/resume-schedule.ts';
import { handlers } from '../../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(resumeSchedule);
