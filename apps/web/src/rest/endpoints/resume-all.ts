import { readControl, resumeAll as resume } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { Control } from '../resources/queue.ts';
import { ReasonBody } from '../resources/task-body.ts';

export const resumeAll = endpoint({
  method: 'POST',
  path: '/control/resume',
  operationId: 'resumeAll',
  summary: 'End a pause over all queues',
  description: 'Queues that are paused themselves stay so.',
  action: 'control.pause',
  body: ReasonBody,
  isBodyOptional: true,
  answers: { 200: { description: 'Resumed', schema: Control } },
  problems: [409],
  run: async (context, { body }) => {
    await resume(context, body);
    return { status: 200, body: await readControl(context) };
  },
});
