import { rotateWebhookSecret } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { nameParameters } from '../resources/queue.ts';
import { ReasonBody } from '../resources/task-body.ts';
import { MadeWebhook } from '../resources/webhook.ts';

export const rotateWebhook = endpoint({
  method: 'POST',
  path: '/webhooks/{name}/rotate',
  operationId: 'rotateWebhook',
  summary: 'Give a webhook a new secret',
  description: 'It is in this answer and nowhere else. The one before signs as well for 24 hours.',
  action: 'webhook.write',
  params: nameParameters,
  body: ReasonBody,
  isBodyOptional: true,
  answers: { 200: { description: 'With its new secret', schema: MadeWebhook } },
  problems: [404],
  run: async (context, { params: { name }, body: { reason } }) => ({
    status: 200,
    body: await rotateWebhookSecret(context, { name, reason }),
  }),
});
