import { listWorkers } from '../../../../rest/endpoints/list-workers.ts';
import { handlers } from '../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(listWorkers);
