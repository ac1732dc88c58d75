import { listSchedules } from '../../../../rest/endpoints/list-schedules.ts';
import { handlers } from '../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(listSchedules);
