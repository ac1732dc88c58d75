import { startBulkOperation } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { BulkStartBody, BulkStarted } from '../resources/bulk.ts';

export const startBulk = endpoint({
  method: 'POST',
  path: '/bulk',
  operationId: 'startBulk',
  summary: 'Do one thing to many tasks',
  description:
    'A worker does the single action to each task, as the caller is allowed at that time. Tasks that are enqueued later never ' +
    'match. Follow GET /bulk/{id}.',
  action: 'bulk.write',
  body: BulkStartBody,
  answers: { 202: { description: 'Started', schema: BulkStarted } },
  problems: [409],
  run: async (context, { body }) => ({ status: 202, body: await startBulkOperation(context, body) }),
});
