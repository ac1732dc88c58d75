import { getArguments } from '../../../../../../rest/endpoints/get-arguments.ts';
import { handlers } from '../../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(getArguments);
