import { getSchedule as get } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { nameParameters } from '../resources/queue.ts';
import { Schedule } from '../resources/schedule.ts';
import { scheduleResource } from '../resources/schedule-resource.ts';

export const getSchedule = endpoint({
  method: 'GET',
  path: '/schedules/{name}',
  operationId: 'getSchedule',
  summary: 'A schedule',
  action: 'schedule.read',
  params: nameParameters,
  answers: { 200: { description: 'The schedule', schema: Schedule } },
  problems: [404],
  run: async (context, { params: { name } }) => ({ status: 200, body: scheduleResource(await get(context, name)) }),
});
