import { testWebhook } from '../../../../../../rest/endpoints/test-webhook.ts';
import { handlers } from '../../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(testWebhook);
