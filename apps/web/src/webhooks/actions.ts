'use server';

import {
  changeWebhook,
  createWebhook,
  deleteWebhook,
  Redelivery,
  redeliver,
  rotateWebhookSecret,
  testWebhook,
  WebhookCreation,
  WebhookEdit,
  WebhookTarget,
} from '@raydeck/services';
import { serverAction } from '../server/action.ts';

const permission = 'webhook.write';

export const createWebhookAction = serverAction({ input: WebhookCreation, permission, run: createWebhook });

export const changeWebhookAction = serverAction({ input: WebhookEdit, permission, run: changeWebhook });

export const deleteWebhookAction = serverAction({ input: WebhookTarget, permission, run: deleteWebhook });

export const rotateWebhookAction = serverAction({ input: WebhookTarget, permission, run: rotateWebhookSecret });

export const testWebhookAction = serverAction({ input: WebhookTarget, permission, run: testWebhook });

export const redeliverAction = serverAction({ input: Redelivery, permission, run: redeliver });
