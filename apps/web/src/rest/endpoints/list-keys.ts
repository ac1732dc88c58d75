import { listApiKeys } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { ApiKey } from '../resources/administration.ts';
import { listOf } from '../resources/operations.ts';

export const listKeys = endpoint({
  method: 'GET',
  path: '/keys',
  operationId: 'listKeys',
  summary: 'API keys, the ones that are not revoked first',
  action: 'key.read',
  answers: { 200: { description: 'The newest 1,000', schema: listOf(ApiKey) } },
  run: async (context) => ({ status: 200, body: { items: await listApiKeys(context) } }),
});
