import { listAudit } from '../../../../rest/endpoints/list-audit.ts';
import { handlers } from '../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(listAudit);
