import { getRetention as get } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { Retention } from '../resources/retention.ts';

export const getRetention = endpoint({
  method: 'GET',
  path: '/retention',
  operationId: 'getRetention',
  summary: 'How long finished tasks and the audit log are kept, and what the last runs deleted',
  action: 'retention.read',
  answers: { 200: { description: 'Settings and runs', schema: Retention } },
  run: async (context) => ({ status: 200, body: await get(context) }),
});
