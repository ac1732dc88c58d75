import { listKeys } from '../../../../rest/endpoints/list-keys.ts';
import { createKey } from '../../../../rest/endpoints/create-key.ts';
import { handlers } from '../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(listKeys, createKey);
