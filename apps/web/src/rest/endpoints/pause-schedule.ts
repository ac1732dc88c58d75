import { pauseSchedule as pause } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { nameParameters, PauseBody } from '../resources/queue.ts';
import { Schedule } from '../resources/schedule.ts';
import { scheduleResource } from '../resources/schedule-resource.ts';

export const pauseSchedule = endpoint({
  method: 'POST',
  path: '/schedules/{name}/pause',
  operationId: 'pauseSchedule',
  summary: 'Let no tick of a schedule enqueue',
  description: 'Tasks that are there go on. What it misses is its catchUp’s business when it is resumed.',
  action: 'schedule.operate',
  params: nameParameters,
  body: PauseBody,
  answers: { 200: { description: 'Paused', schema: Schedule } },
  problems: [404, 409],
  run: async (context, { params: { name }, body: { reason } }) => ({
    status: 200,
    body: scheduleResource(await pause(context, { name, reason })),
  }),
});
