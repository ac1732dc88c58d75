import { resetPassword } from '../../../../../../rest/endpoints/reset-password.ts';
import { handlers } from '../../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(resetPassword);
