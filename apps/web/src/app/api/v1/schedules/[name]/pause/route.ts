import { pauseSchedule } from '../../../../../../rest/endpoints/pause-schedule.ts';
import { handlers } from '../../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(pauseSchedule);
