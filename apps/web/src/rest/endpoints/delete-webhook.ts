import { deleteWebhook as remove } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { nameParameters } from '../resources/queue.ts';
import { ReasonBody } from '../resources/task-body.ts';

export const deleteWebhook = endpoint({
  method: 'DELETE',
  path: '/webhooks/{name}',
  operationId: 'deleteWebhook',
  summary: 'Delete a webhook with its deliveries',
  action: 'webhook.write',
  params: nameParameters,
  body: ReasonBody,
  isBodyOptional: true,
  answers: { 204: { description: 'Gone' } },
  problems: [404],
  run: async (context, { params: { name }, body: { reason } }) => {
    await remove(context, { name, reason });
    return { status: 204 };
  },
});
