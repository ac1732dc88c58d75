import { previewRetention as preview } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { RetentionPreview } from '../resources/retention.ts';

export const previewRetention = endpoint({
  method: 'GET',
  path: '/retention/preview',
  operationId: 'previewRetention',
  summary: 'What a run would delete now: a dry run',
  action: 'retention.read',
  answers: { 200: { description: 'By queue and state', schema: RetentionPreview } },
  run: async (context) => ({ status: 200, body: await preview(context) }),
});
