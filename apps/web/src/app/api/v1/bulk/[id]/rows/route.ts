import { listBulkRows } from '../../../../../../rest/endpoints/list-bulk-rows.ts';
import { handlers } from '../../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(listBulkRows);
