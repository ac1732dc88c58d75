import { pauseAll } from '../../../../../rest/endpoints/pause-all.ts';
import { handlers } from '../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(pauseAll);
