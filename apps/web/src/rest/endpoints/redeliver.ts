import { redeliver as deliverAgain } from '@raydeck/services';
import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { ReasonBody } from '../resources/task-body.ts';

export const redeliver = endpoint({
  method: 'POST',
  path: '/webhooks/{name}/deliveries/{id}/redeliver',
  operationId: 'redeliver',
  summary: 'Deliver a message again',
  description: 'With the same webhook-id, by which the receiver knows it.',
  action: 'webhook.write',
  params: z.strictObject({ name: z.string(), id: z.string().meta({ override: { type: 'string', format: 'uuid' } }) }),
  body: ReasonBody,
  isBodyOptional: true,
  answers: { 202: { description: 'Asked for', schema: z.strictObject({ deliveryId: z.guid() }) } },
  problems: [404, 409],
  run: async (context, { params: { name, id }, body: { reason } }) => {
    await deliverAgain(context, { name, deliveryId: id, reason });
    return { status: 202, body: { deliveryId: id } };
  },
});
