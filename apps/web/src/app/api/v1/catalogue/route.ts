import { listCatalogue } from '../../../../rest/endpoints/list-catalogue.ts';
import { handlers } from '../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(listCatalogue);
