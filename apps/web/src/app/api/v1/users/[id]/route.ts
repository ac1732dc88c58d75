import { getUser } from '../../../../../rest/endpoints/get-user.ts';
import { updateUser } from '../../../../../rest/endpoints/update-user.ts';
import { handlers } from '../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(getUser, updateUser);
