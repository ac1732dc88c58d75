import { listProfiles } from '../../../../rest/endpoints/list-profiles.ts';
import { handlers } from '../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(listProfiles);
