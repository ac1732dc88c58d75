import { previewBulkOperation } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { BulkPreview, BulkQuestionBody } from '../resources/bulk.ts';

export const previewBulk = endpoint({
  method: 'POST',
  path: '/bulk/preview',
  operationId: 'previewBulk',
  summary: 'Count what an operation on many tasks would be about',
  description: 'Changes nothing. 503 when the tasks cannot be counted within ten seconds.',
  action: 'bulk.write',
  body: BulkQuestionBody,
  answers: { 200: { description: 'The count and a sample', schema: BulkPreview } },
  run: async (context, { body }) => ({ status: 200, body: await previewBulkOperation(context, body) }),
});
