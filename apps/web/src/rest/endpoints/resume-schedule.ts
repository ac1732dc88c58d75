import { resumeSchedule as resume } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { nameParameters } from '../resources/queue.ts';
import { Schedule } from '../resources/schedule.ts';
import { scheduleResource } from '../resources/schedule-resource.ts';
import { ReasonBody } from '../resources/task-body.ts';

export const resumeSchedule = endpoint({
  method: 'POST',
  path: '/schedules/{name}/resume',
  operationId: 'resumeSchedule',
  summary: 'Let a paused schedule go on',
  action: 'schedule.operate',
  params: nameParameters,
  body: ReasonBody,
  isBodyOptional: true,
  answers: { 200: { description: 'Goes on', schema: Schedule } },
  problems: [404, 409],
  run: async (context, { params: { name }, body: { reason } }) => ({
    status: 200,
    body: scheduleResource(await resume(context, { name, reason })),
  }),
});
