'use server';

import { ApiKeyRevocation, createApiKey, NewApiKey, revokeApiKey } from '@raydeck/services';
import { serverAction } from '../server/action.ts';

export const createKeyAction = serverAction({ input: NewApiKey, permission: 'key.write', run: createApiKey });

export const revokeKeyAction = serverAction({ input: ApiKeyRevocation, permission: 'key.write', run: revokeApiKey });
