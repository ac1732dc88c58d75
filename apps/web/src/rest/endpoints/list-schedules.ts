import { listSchedules as list } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { listOf } from '../resources/operations.ts';
import { Schedule } from '../resources/schedule.ts';
import { scheduleResource } from '../resources/schedule-resource.ts';

export const listSchedules = endpoint({
  method: 'GET',
  path: '/schedules',
  operationId: 'listSchedules',
  summary: 'Schedules with their next tick',
  description: 'At most 1,000, by name.',
  action: 'schedule.read',
  answers: { 200: { description: 'All that the caller reaches', schema: listOf(Schedule) } },
  run: async (context) => ({ status: 200, body: { items: (await list(context)).map(scheduleResource) } }),
});
