import { getBulk } from '../../../../../rest/endpoints/get-bulk.ts';
import { handlers } from '../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(getBulk);
