import { listQueues } from '../../../../rest/endpoints/list-queues.ts';
import { handlers } from '../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(listQueues);
