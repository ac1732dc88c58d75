import { listBulkOperations } from '@raydeck/services';
import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { BulkPage } from '../resources/bulk.ts';
import { integerParameter } from '../resources/parameters.ts';

export const listBulk = endpoint({
  method: 'GET',
  path: '/bulk',
  operationId: 'listBulk',
  summary: 'List operations on many tasks, newest first',
  description: 'Of three months. A key with a limited reach sees its own.',
  action: 'bulk.read',
  query: z.strictObject({
    limit: integerParameter(1, 200).optional().meta({ description: 'Default 50.' }),
    cursor: z.string().min(1).max(200).optional(),
  }),
  answers: { 200: { description: 'A page', schema: BulkPage } },
  run: async (context, { query }) => ({ status: 200, body: await listBulkOperations(context, query) }),
});
