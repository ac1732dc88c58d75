import { changeRetention } from '../../../../rest/endpoints/change-retention.ts';
import { getRetention } from '../../../../rest/endpoints/get-retention.ts';
import { handlers } from '../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(getRetention, changeRetention);
