import { abortBulkOperation } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { BulkOperation } from '../resources/bulk.ts';
import { idParameters } from '../resources/parameters.ts';
import { ReasonBody } from '../resources/task-body.ts';

export const abortBulk = endpoint({
  method: 'POST',
  path: '/bulk/{id}/abort',
  operationId: 'abortBulk',
  summary: 'End an operation on many tasks',
  description: 'What was done stays done. A portion that is under way is finished, and counted.',
  action: 'bulk.write',
  params: idParameters,
  body: ReasonBody,
  isBodyOptional: true,
  answers: { 200: { description: 'Ended', schema: BulkOperation } },
  problems: [404, 409],
  run: async (context, { params: { id }, body: { reason } }) => ({
    status: 200,
    body: await abortBulkOperation(context, { id, reason }),
  }),
});
