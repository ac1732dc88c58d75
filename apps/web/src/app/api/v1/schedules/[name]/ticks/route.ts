import { listTicks } from '../../../../../../rest/endpoints/list-ticks.ts';
import { handlers } from '../../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(listTicks);
