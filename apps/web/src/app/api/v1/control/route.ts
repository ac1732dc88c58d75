import { getControl } from '../../../../rest/endpoints/get-control.ts';
import { changeControl } from '../../../../rest/endpoints/change-control.ts';
import { handlers } from '../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(getControl, changeControl);
