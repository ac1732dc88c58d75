import { retryTask } from '../../../../../../rest/endpoints/retry-task.ts';
import { handlers } from '../../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(retryTask);
