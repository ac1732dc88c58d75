import { enqueueTasks } from '../../../../../rest/endpoints/enqueue-tasks.ts';
import { handlers } from '../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(enqueueTasks);
