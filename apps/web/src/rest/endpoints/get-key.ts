import { getApiKey } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { ApiKey } from '../resources/administration.ts';
import { idParameters } from '../resources/parameters.ts';

export const getKey = endpoint({
  method: 'GET',
  path: '/keys/{id}',
  operationId: 'getKey',
  summary: 'An API key, without its text',
  action: 'key.read',
  params: idParameters,
  answers: { 200: { description: 'The key', schema: ApiKey } },
  problems: [404],
  run: async (context, { params: { id } }) => ({ status: 200, body: await getApiKey(context, id) }),
});
