import { drainWorker } from '../../../../../../rest/endpoints/drain-worker.ts';
import { handlers } from '../../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(drainWorker);
