import { pinTask } from '../../../../../../rest/endpoints/pin-task.ts';
import { handlers } from '../../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(pinTask);
