import { previewRetention } from '../../../../../rest/endpoints/preview-retention.ts';
import { handlers } from '../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(previewRetention);
