import { editTask } from '../../../../../rest/endpoints/edit-task.ts';
import { getTask } from '../../../../../rest/endpoints/get-task.ts';
import { handlers } from '../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(editTask, getTask);
