import { changeWebhook } from '../../../../../rest/endpoints/change-webhook.ts';
import { deleteWebhook } from '../../../../../rest/endpoints/delete-webhook.ts';
import { getWebhook } from '../../../../../rest/endpoints/get-webhook.ts';
import { handlers } from '../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(getWebhook, changeWebhook, deleteWebhook);
