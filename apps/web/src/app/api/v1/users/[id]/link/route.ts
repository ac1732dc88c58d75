import { linkUser } from '../../../../../../rest/endpoints/link-user.ts';
import { handlers } from '../../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(linkUser);
