import { putCatalogue } from '../../../../../../../../rest/endpoints/put-catalogue.ts';
import { handlers } from '../../../../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(putCatalogue);
