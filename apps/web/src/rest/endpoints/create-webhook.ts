import { createWebhook as create } from '@raydeck/services';
import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { MadeWebhook, NewWebhookBody } from '../resources/webhook.ts';

export const createWebhook = endpoint({
  method: 'POST',
  path: '/webhooks',
  operationId: 'createWebhook',
  summary: 'Make a webhook',
  description: 'Its secret is in this answer and nowhere else. It is told of what happens from now on.',
  action: 'webhook.write',
  body: NewWebhookBody,
  answers: { 201: { description: 'Made', schema: MadeWebhook, headers: z.object({ location: z.string() }) } },
  problems: [409],
  run: async (context, { body }) => {
    const webhook = await create(context, body);
    return { status: 201, body: webhook, headers: { location: `/api/v1/webhooks/${webhook.name}` } };
  },
});
