import { runSchedule as run } from '@raydeck/services';
import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { nameParameters } from '../resources/queue.ts';
import { ReasonBody } from '../resources/task-body.ts';

export const runSchedule = endpoint({
  method: 'POST',
  path: '/schedules/{name}/run',
  operationId: 'runSchedule',
  summary: 'Enqueue a schedule’s task now',
  description: 'Whatever else of it runs, and also while it is paused. Its next tick stays as it is.',
  action: 'schedule.operate',
  params: nameParameters,
  body: ReasonBody,
  isBodyOptional: true,
  answers: {
    201: {
      description: 'Enqueued',
      schema: z.strictObject({ taskId: z.guid() }),
      headers: z.object({ location: z.string() }),
    },
  },
  problems: [404],
  run: async (context, { params: { name }, body: { reason } }) => {
    const { taskId } = await run(context, { name, reason });
    return { status: 201, body: { taskId }, headers: { location: `/api/v1/tasks/${taskId}` } };
  },
});
