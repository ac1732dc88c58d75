import { getResult } from '../../../../../../rest/endpoints/get-result.ts';
import { handlers } from '../../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(getResult);
