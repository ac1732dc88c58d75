import { changeControl as change, getControl } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { Control, ControlBody } from '../resources/queue.ts';

export const changeControl = endpoint({
  method: 'PATCH',
  path: '/control',
  operationId: 'changeControl',
  summary: 'Change the limit over all queues',
  description: 'Executions under way count from then on, also those that began without a limit.',
  action: 'control.write',
  body: ControlBody,
  answers: { 200: { description: 'Changed', schema: Control } },
  run: async (context, { body }) => {
    await change(context, body);
    return { status: 200, body: await getControl(context) };
  },
});
