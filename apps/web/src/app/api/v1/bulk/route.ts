import { listBulk } from '../../../../rest/endpoints/list-bulk.ts';
import { startBulk } from '../../../../rest/endpoints/start-bulk.ts';
import { handlers } from '../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(listBulk, startBulk);
