import { inviteUser } from '../../../../../rest/endpoints/invite-user.ts';
import { handlers } from '../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(inviteUser);
