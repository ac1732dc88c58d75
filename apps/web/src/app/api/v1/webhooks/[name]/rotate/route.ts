import { rotateWebhook } from '../../../../../../rest/endpoints/rotate-webhook.ts';
import { handlers } from '../../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(rotateWebhook);
