import { readAttemptLog } from '@raydeck/services';
import { endpoint } from '../endpoint.ts';
import { AttemptLog } from '../resources/operations.ts';
import { idParameters } from '../resources/parameters.ts';

export const getAttemptLog = endpoint({
  method: 'GET',
  path: '/attempts/{id}/logs',
  operationId: 'getAttemptLog',
  summary: 'The end of an attempt’s output',
  description: 'Standard output and error together. Needs payload permission.',
  action: 'attempt.log.read',
  params: idParameters,
  answers: { 200: { description: 'The last 64 KiB at most', schema: AttemptLog } },
  problems: [404],
  run: async (context, { params: { id } }) => ({ status: 200, body: await readAttemptLog(context, id) }),
});
