import { getWebhook as get } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { nameParameters } from '../resources/queue.ts';
import { Webhook } from '../resources/webhook.ts';

export const getWebhook = endpoint({
  method: 'GET',
  path: '/webhooks/{name}',
  operationId: 'getWebhook',
  summary: 'A webhook, without its secret',
  action: 'webhook.read',
  params: nameParameters,
  answers: { 200: { description: 'The webhook', schema: Webhook } },
  problems: [404],
  run: async (context, { params: { name } }) => ({ status: 200, body: await get(context, name) }),
});
