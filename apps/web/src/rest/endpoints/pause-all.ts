import { pauseAll as pause, readControl } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { Control, PauseBody } from '../resources/queue.ts';

export const pauseAll = endpoint({
  method: 'POST',
  path: '/control/pause',
  operationId: 'pauseAll',
  summary: 'Let nothing of any queue start',
  description: 'What runs goes on, and tasks can still be enqueued.',
  action: 'control.pause',
  body: PauseBody,
  answers: { 200: { description: 'Paused', schema: Control } },
  problems: [409],
  run: async (context, { body }) => {
    await pause(context, body);
    return { status: 200, body: await readControl(context) };
  },
});
