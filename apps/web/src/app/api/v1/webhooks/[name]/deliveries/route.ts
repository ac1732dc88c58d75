import { listDeliveries } from '../../../../../../rest/endpoints/list-deliveries.ts';
import { handlers } from '../../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(listDeliveries);
