import { cancelTask } from '../../../../../../rest/endpoints/cancel-task.ts';
import { handlers } from '../../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(cancelTask);
