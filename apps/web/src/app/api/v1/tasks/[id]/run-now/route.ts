import { runTaskNow } from '../../../../../../rest/endpoints/run-task-now.ts';
import { handlers } from '../../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(runTaskNow);
