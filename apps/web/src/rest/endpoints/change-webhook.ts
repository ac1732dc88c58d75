import { changeWebhook as change, getWebhook } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { nameParameters } from '../resources/queue.ts';
import { Webhook, WebhookBody } from '../resources/webhook.ts';

export const changeWebhook = endpoint({
  method: 'PATCH',
  path: '/webhooks/{name}',
  operationId: 'changeWebhook',
  summary: 'Change some settings of a webhook, disable or enable it',
  action: 'webhook.write',
  params: nameParameters,
  body: WebhookBody,
  answers: { 200: { description: 'Changed', schema: Webhook } },
  problems: [404],
  run: async (context, { params: { name }, body }) => {
    await change(context, { ...body, name });
    return { status: 200, body: await getWebhook(context, name) };
  },
});
