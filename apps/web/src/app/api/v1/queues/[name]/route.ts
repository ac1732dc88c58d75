import { getQueue } from '../../../../../rest/endpoints/get-queue.ts';
import { putQueue } from '../../../../../rest/endpoints/put-queue.ts';
import { changeQueue } from '../../../../../rest/endpoints/change-queue.ts';
import { deleteQueue } from '../../../../../rest/endpoints/delete-queue.ts';
import { handlers } from '../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(getQueue, putQueue, changeQueue, deleteQueue);
