import { bulkOutcomes } from '@raydeck/core';
import { listBulkRows as list } from '@raydeck/services';
import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { BulkRowPage } from '../resources/bulk.ts';
import { idParameters, integerParameter } from '../resources/parameters.ts';

export const listBulkRows = endpoint({
  method: 'GET',
  path: '/bulk/{id}/rows',
  operationId: 'listBulkRows',
  summary: 'What became of each task',
  description: 'The newest tasks first. Follow nextCursor with the same filter until it is null.',
  action: 'bulk.read',
  params: idParameters,
  query: z.strictObject({
    outcome: z.enum(bulkOutcomes).optional(),
    limit: integerParameter(1, 200).optional().meta({ description: 'Default 50.' }),
    cursor: z.string().min(1).max(200).optional(),
  }),
  answers: { 200: { description: 'A page', schema: BulkRowPage } },
  problems: [404],
  run: async (context, { params: { id }, query }) => ({ status: 200, body: await list(context, { id, ...query }) }),
});
