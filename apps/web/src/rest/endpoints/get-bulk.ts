import { getBulkOperation } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { BulkOperation } from '../resources/bulk.ts';
import { idParameters } from '../resources/parameters.ts';

export const getBulk = endpoint({
  method: 'GET',
  path: '/bulk/{id}',
  operationId: 'getBulk',
  summary: 'Get an operation on many tasks, with how far it is',
  action: 'bulk.read',
  params: idParameters,
  answers: { 200: { description: 'As of now', schema: BulkOperation } },
  problems: [404],
  run: async (context, { params: { id } }) => ({ status: 200, body: await getBulkOperation(context, id) }),
});
