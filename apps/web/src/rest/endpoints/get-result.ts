import { readResult } from '@raydeck/services';
import { z } from 'zod';
import { jsonReply } from '../content-reply.ts';
import { endpoint } from '../endpoint.ts';
import { downloadQuery, idParameters } from '../resources/parameters.ts';

export const getResult = endpoint({
  method: 'GET',
  path: '/tasks/{id}/result',
  operationId: 'getResult',
  summary: 'What a task returned',
  description:
    'The JSON text alone, digit for digit, streamed. Needs payload permission; 409 unless the task SUCCEEDED.',
  action: 'task.result.read',
  params: idParameters,
  query: downloadQuery,
  answers: { 200: { description: 'The result', schema: z.unknown() } },
  problems: [404, 409],
  run: async (context, { params: { id }, query }) =>
    jsonReply(await readResult(context, id), query.download === 'true' ? `${id}.json` : null),
});
