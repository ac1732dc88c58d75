import { putPackage } from '../../../../../rest/endpoints/put-package.ts';
import { handlers } from '../../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(putPackage);
