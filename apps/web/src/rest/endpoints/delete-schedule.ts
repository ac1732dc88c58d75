import { deleteSchedule as remove } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { nameParameters } from '../resources/queue.ts';
import { ReasonBody } from '../resources/task-body.ts';

export const deleteSchedule = endpoint({
  method: 'DELETE',
  path: '/schedules/{name}',
  operationId: 'deleteSchedule',
  summary: 'Delete a schedule',
  action: 'schedule.write',
  params: nameParameters,
  body: ReasonBody,
  isBodyOptional: true,
  answers: { 204: { description: 'Gone; its tasks go on' } },
  problems: [404],
  run: async (context, { params: { name }, body: { reason } }) => {
    await remove(context, { name, reason });
    return { status: 204 };
  },
});
