import { deliveryStates } from '@raydeck/services';
import { NewWebhook, WebhookChange, WebhookSettings } from '@raydeck/services/webhook-settings';
import { z } from 'zod';
import { ReasonBody } from './task-body.ts';

const time = z.iso.datetime();

export const Webhook = WebhookSettings.extend({
  name: z.string(),
  enabled: z.boolean(),
  disabledReason: z.string().nullable(),
  failingSince: time
    .nullable()
    .meta({ description: 'Since when nothing has arrived; after five days it is disabled.' }),
  previousSecretUntil: time.nullable().meta({ description: 'Until when the secret before signs as well.' }),
  createdBy: z.string(),
  createdAt: time,
  updatedAt: time,
}).meta({ id: 'Webhook' });

export const MadeWebhook = Webhook.extend({
  secret: z.string().meta({ description: 'Its secret, this once.' }),
}).meta({ id: 'MadeWebhook' });

export const NewWebhookBody = NewWebhook.extend(ReasonBody.shape).meta({ id: 'NewWebhook' });

export const WebhookBody = WebhookChange.extend(ReasonBody.shape).meta({ id: 'WebhookSettings' });

const Delivery = z
  .strictObject({
    id: z.guid().meta({ description: 'The header webhook-id: the same at each try.' }),
    event: z.string(),
    payload: z.record(z.string(), z.unknown()).meta({ description: 'The message’s data.' }),
    state: z.enum(deliveryStates).meta({ description: 'DEAD: all its tries failed.' }),
    attempts: z.int(),
    createdAt: time,
    triedAt: time.nullable(),
    deliveredAt: time.nullable(),
    statusCode: z.int().nullable().meta({ description: 'Of the last answer; nothing else of it is kept.' }),
    durationMs: z.int().nullable(),
    error: z.string().nullable(),
  })
  .meta({ id: 'WebhookDelivery' });

export const DeliveryPage = z
  .strictObject({ items: z.array(Delivery), nextCursor: z.string().nullable() })
  .meta({ id: 'WebhookDeliveryPage' });
