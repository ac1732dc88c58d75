'use server';

import { ApiKeyRevocation, createApiKey, NewApiKey, revokeApiKey } from '@raydeck/services';
import { restWiring } from '../rest/wiring.ts';
import { serverAction } from '../server/action.ts';

export const createKeyAction = serverAction({ input: NewApiKey, permission: 'key.write', run: createApiKey });

export const revokeKeyAction = serverAction({
  input: ApiKeyRevocation,
  permission: 'key.write',
  run: async (context, revocation) => {
    const key = await revokeApiKey(context, revocation);
    restWiring.keysChanged();
    return key;
  },
});
