import { getAttemptLog } from '../../../../../../rest/endpoints/get-attempt-log.ts';
import { handlers } from '../../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(getAttemptLog);
