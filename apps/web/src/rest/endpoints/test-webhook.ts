import { testWebhook as send } from '@raydeck/services';
import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { nameParameters } from '../resources/queue.ts';
import { ReasonBody } from '../resources/task-body.ts';

export const testWebhook = endpoint({
  method: 'POST',
  path: '/webhooks/{name}/test',
  operationId: 'testWebhook',
  summary: 'Have the event webhook.test delivered',
  description: 'A worker does it; how it went is among the deliveries.',
  action: 'webhook.write',
  params: nameParameters,
  body: ReasonBody,
  isBodyOptional: true,
  answers: { 202: { description: 'Asked for', schema: z.strictObject({ deliveryId: z.guid() }) } },
  problems: [404],
  run: async (context, { params: { name }, body: { reason } }) => ({
    status: 202,
    body: await send(context, { name, reason }),
  }),
});
