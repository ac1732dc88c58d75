import { getSchedule } from '../../../../../rest/endpoints/get-schedule.ts';
import { putSchedule } from '../../../../../rest/endpoints/put-schedule.ts';
import { changeSchedule } from '../../../../../rest/endpoints/change-schedule.ts';
import { deleteSchedule } from '../../../../../rest/endpoints/delete-schedule.ts';
import { handlers } from '../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(getSchedule, putSchedule, changeSchedule, deleteSchedule);
