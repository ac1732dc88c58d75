import { deliveryStates, listDeliveries as list } from '@raydeck/services';
import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { integerParameter } from '../resources/parameters.ts';
import { nameParameters } from '../resources/queue.ts';
import { DeliveryPage } from '../resources/webhook.ts';

export const listDeliveries = endpoint({
  method: 'GET',
  path: '/webhooks/{name}/deliveries',
  operationId: 'listDeliveries',
  summary: 'What a webhook was told, newest first',
  description: 'Of thirty days. Follow nextCursor with the same filter until it is null.',
  action: 'webhook.read',
  params: nameParameters,
  query: z.strictObject({
    state: z.enum(deliveryStates).optional(),
    limit: integerParameter(1, 200).optional().meta({ description: 'Default 50.' }),
    cursor: z.string().min(1).max(200).optional(),
  }),
  answers: { 200: { description: 'A page', schema: DeliveryPage } },
  problems: [404],
  run: async (context, { params: { name }, query }) => ({ status: 200, body: await list(context, { name, ...query }) }),
});
