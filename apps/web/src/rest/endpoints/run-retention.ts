import { startRetention } from '@raydeck/services';
import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { ReasonBody } from '../resources/task-body.ts';

export const runRetention = endpoint({
  method: 'POST',
  path: '/retention/run',
  operationId: 'runRetention',
  summary: 'Have what is over deleted now',
  description: 'A run that waits or is under way is the one. Its progress is in GET /retention.',
  action: 'retention.write',
  body: ReasonBody,
  isBodyOptional: true,
  answers: { 202: { description: 'Asked for', schema: z.strictObject({ id: z.guid() }) } },
  run: async (context, { body }) => ({ status: 202, body: await startRetention(context, body) }),
});
