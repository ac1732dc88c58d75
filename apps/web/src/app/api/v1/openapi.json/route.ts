import { getOpenapi } from '../../../../rest/endpoints/get-openapi.ts';
import { handlers } from '../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(getOpenapi);
