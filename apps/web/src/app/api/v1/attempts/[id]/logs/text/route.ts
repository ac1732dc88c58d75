import { getAttemptLogText } from '../../../../../../../rest/endpoints/get-attempt-log-text.ts';
import { handlers } from '../../../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(getAttemptLogText);
