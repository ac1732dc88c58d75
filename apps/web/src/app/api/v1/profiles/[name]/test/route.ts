import { testProfile } from '../../../../../../rest/endpoints/test-profile.ts';
import { handlers } from '../../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(testProfile);
