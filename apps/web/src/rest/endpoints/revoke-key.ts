import { revokeApiKey } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { idParameters } from '../resources/parameters.ts';
import { ReasonBody } from '../resources/task-body.ts';

export const revokeKey = endpoint({
  method: 'DELETE',
  path: '/keys/{id}',
  operationId: 'revokeKey',
  summary: 'End an API key, at once and for good',
  action: 'key.write',
  params: idParameters,
  body: ReasonBody,
  isBodyOptional: true,
  answers: { 204: { description: 'Revoked; its row stays' } },
  problems: [404, 409],
  run: async (context, { params: { id }, body: { reason } }) => {
    await revokeApiKey(context, { id, reason });
    return { status: 204 };
  },
});
