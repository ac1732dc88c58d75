import { pauseQueue } from '../../../../../../rest/endpoints/pause-queue.ts';
import { handlers } from '../../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(pauseQueue);
