import { unknownPath } from '../../../../rest/handlers.ts';

export const { GET, POST, PUT, PATCH, DELETE } = unknownPath();
