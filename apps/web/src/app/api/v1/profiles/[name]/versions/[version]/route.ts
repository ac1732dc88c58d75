import { getProfileVersion } from '../../../../../../../rest/endpoints/get-profile-version.ts';
import { handlers } from '../../../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(getProfileVersion);
