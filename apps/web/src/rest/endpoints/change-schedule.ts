import { changeSchedule as change } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { nameParameters } from '../resources/queue.ts';
import { Schedule, ScheduleChangeBody } from '../resources/schedule.ts';
import { scheduledTaskOf, scheduleResource } from '../resources/schedule-resource.ts';

export const changeSchedule = endpoint({
  method: 'PATCH',
  path: '/schedules/{name}',
  operationId: 'changeSchedule',
  summary: 'Change some settings of a schedule',
  action: 'schedule.write',
  params: nameParameters,
  body: ScheduleChangeBody,
  answers: { 200: { description: 'Changed', schema: Schedule } },
  problems: [404, 409],
  run: async (context, { params: { name }, body: { reason, task, ...others }, rawBody }) => {
    const settings = { ...others, ...(task && { task: scheduledTaskOf(task, rawBody) }) };
    return { status: 200, body: scheduleResource(await change(context, { name, change: settings, reason })) };
  },
});
