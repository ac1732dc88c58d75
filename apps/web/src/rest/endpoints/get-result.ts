import { readResult } from '@raydeck/services';
import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { idParameters } from '../resources/parameters.ts';
import { textStream } from '../text-stream.ts';

export const getResult = endpoint({
  method: 'GET',
  path: '/tasks/{id}/result',
  operationId: 'getResult',
  summary: 'What a task returned',
  description:
    'The JSON text alone, digit for digit, streamed. Needs payload permission; 409 unless the task SUCCEEDED.',
  action: 'task.result.read',
  params: idParameters,
  query: z.strictObject({
    download: z.enum(['true', 'false']).optional().meta({ description: 'Whether a browser should save it as a file.' }),
  }),
  answers: { 200: { description: 'The result', schema: z.unknown() } },
  problems: [404, 409],
  run: async (context, { params: { id }, query: { download } }) => {
    const { stream, sizeBytes } = textStream(await readResult(context, id));
    const headers = {
      'content-length': String(sizeBytes),
      ...(download === 'true' && { 'content-disposition': `attachment; filename="${id}.json"` }),
    };
    return { status: 200, stream, headers };
  },
});
