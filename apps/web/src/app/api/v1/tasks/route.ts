import { enqueueTask } from '../../../../rest/endpoints/enqueue-task.ts';
import { listTasks } from '../../../../rest/endpoints/list-tasks.ts';
import { handlers } from '../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(enqueueTask, listTasks);
