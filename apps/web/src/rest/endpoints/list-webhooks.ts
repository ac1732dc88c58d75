import { listWebhooks as list } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { listOf } from '../resources/operations.ts';
import { Webhook } from '../resources/webhook.ts';

export const listWebhooks = endpoint({
  method: 'GET',
  path: '/webhooks',
  operationId: 'listWebhooks',
  summary: 'Webhooks, without their secrets',
  action: 'webhook.read',
  answers: { 200: { description: 'All, by name', schema: listOf(Webhook) } },
  run: async (context) => ({ status: 200, body: { items: await list(context) } }),
});
