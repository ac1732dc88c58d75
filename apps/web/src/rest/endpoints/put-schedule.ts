import { putSchedule as put } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { nameParameters } from '../resources/queue.ts';
import { Schedule, ScheduleBody } from '../resources/schedule.ts';
import { scheduledTaskOf, scheduleResource } from '../resources/schedule-resource.ts';

export const putSchedule = endpoint({
  method: 'PUT',
  path: '/schedules/{name}',
  operationId: 'putSchedule',
  summary: 'Create a schedule, or replace its settings',
  description:
    'A task that is new to it needs what an enqueue needs; its ticks run as the schedule itself. With another cron line or zone, the ' +
    'next tick is the first one from now on. Whether it is paused stays as it is.',
  action: 'schedule.write',
  params: nameParameters,
  body: ScheduleBody,
  answers: {
    201: { description: 'Created', schema: Schedule },
    200: { description: 'Replaced', schema: Schedule },
  },
  problems: [404, 409],
  run: async (context, { params: { name }, body: { reason, ...body }, rawBody }) => {
    const settings = { ...body, task: scheduledTaskOf(body.task, rawBody) };
    const { schedule, isNew } = await put(context, { name, settings, reason });
    return { status: isNew ? 201 : 200, body: scheduleResource(schedule) };
  },
});
