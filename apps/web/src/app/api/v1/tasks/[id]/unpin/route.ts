import { unpinTask } from '../../../../../../rest/endpoints/unpin-task.ts';
import { handlers } from '../../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(unpinTask);
