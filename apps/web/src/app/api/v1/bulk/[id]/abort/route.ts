import { abortBulk } from '../../../../../../rest/endpoints/abort-bulk.ts';
import { handlers } from '../../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(abortBulk);
