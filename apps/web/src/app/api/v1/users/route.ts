import { listUsers } from '../../../../rest/endpoints/list-users.ts';
import { createUser } from '../../../../rest/endpoints/create-user.ts';
import { handlers } from '../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(listUsers, createUser);
