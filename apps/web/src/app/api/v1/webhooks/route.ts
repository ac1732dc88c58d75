import { createWebhook } from '../../../../rest/endpoints/create-webhook.ts';
import { listWebhooks } from '../../../../rest/endpoints/list-webhooks.ts';
import { handlers } from '../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(listWebhooks, createWebhook);
