import { diffProfile } from '../../../../../../rest/endpoints/diff-profile.ts';
import { handlers } from '../../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(diffProfile);
