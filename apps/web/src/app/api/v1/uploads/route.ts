import { uploadArguments } from '../../../../rest/endpoints/upload-arguments.ts';
import { handlers } from '../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = handlers(uploadArguments);
