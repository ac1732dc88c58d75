import { previewBulk } from '../../../../../rest/endpoints/preview-bulk.ts';
import { handlers } from '../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(previewBulk);
