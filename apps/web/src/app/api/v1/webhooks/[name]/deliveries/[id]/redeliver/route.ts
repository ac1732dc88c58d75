import { redeliver } from '../../../../../../../../rest/endpoints/redeliver.ts';
import { handlers } from '../../../../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(redeliver);
