import { listGateways } from '../../../../rest/endpoints/list-gateways.ts';
import { handlers } from '../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(listGateways);
