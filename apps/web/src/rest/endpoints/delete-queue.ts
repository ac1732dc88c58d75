import { deleteQueue as remove } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { nameParameters } from '../resources/queue.ts';
import { ReasonBody } from '../resources/task-body.ts';

export const deleteQueue = endpoint({
  method: 'DELETE',
  path: '/queues/{name}',
  operationId: 'deleteQueue',
  summary: 'Delete a queue that nothing needs',
  description:
    '409 while it has unfinished tasks, an execution of it is not known to be over, or a schedule uses it; always for "default".',
  action: 'queue.write',
  params: nameParameters,
  body: ReasonBody,
  isBodyOptional: true,
  answers: { 204: { description: 'Gone; its finished tasks stay' } },
  problems: [404, 409],
  run: async (context, { params: { name }, body: { reason } }) => {
    await remove(context, { name, reason });
    return { status: 204 };
  },
});
