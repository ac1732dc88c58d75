import { runRetention } from '../../../../../rest/endpoints/run-retention.ts';
import { handlers } from '../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(runRetention);
