import { runSchedule } from '../../../../../../rest/endpoints/run-schedule.ts';
import { handlers } from '../../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(runSchedule);
