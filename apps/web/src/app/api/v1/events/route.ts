import { streamEvents } from '../../../../rest/endpoints/stream-events.ts';
import { handlers } from '../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(streamEvents);
