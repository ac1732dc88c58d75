import { explainTask } from '../../../../../../rest/endpoints/explain-task.ts';
import { handlers } from '../../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(explainTask);
