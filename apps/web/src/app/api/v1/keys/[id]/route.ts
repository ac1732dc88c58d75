import { getKey } from '../../../../../rest/endpoints/get-key.ts';
import { revokeKey } from '../../../../../rest/endpoints/revoke-key.ts';
import { handlers } from '../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(getKey, revokeKey);
