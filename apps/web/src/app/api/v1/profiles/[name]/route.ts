import { getProfile } from '../../../../../rest/endpoints/get-profile.ts';
import { putProfile } from '../../../../../rest/endpoints/put-profile.ts';
import { handlers } from '../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(getProfile, putProfile);
