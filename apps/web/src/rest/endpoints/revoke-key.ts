import { revokeApiKey } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { idParameters } from '../resources/parameters.ts';
import { RevocationBody } from '../resources/administration.ts';

export const revokeKey = endpoint({
  method: 'DELETE',
  path: '/keys/{id}',
  operationId: 'revokeKey',
  summary: 'End an API key, at once and for good',
  action: 'key.write',
  params: idParameters,
  body: RevocationBody,
  isBodyOptional: true,
  answers: { 204: { description: 'Revoked; its row stays' } },
  problems: [404, 409],
  run: async (context, { params: { id }, body }) => {
    await revokeApiKey(context, { id, ...body });
    return { status: 204 };
  },
});
