import { openAttemptLog } from '@raydeck/services';
import { z } from 'zod';
import { attachment, streamOf } from '../content-reply.ts';
import { endpoint } from '../endpoint.ts';
import { downloadQuery, idParameters } from '../resources/parameters.ts';

export const getAttemptLogText = endpoint({
  method: 'GET',
  path: '/attempts/{id}/logs/text',
  operationId: 'getAttemptLogText',
  summary: 'All that is kept of an attempt’s output',
  description:
    'Streamed text. Of a long output its head and its tail, with a line in between that says how much is left out; there once the ' +
    'attempt is over and the worker has stored it, else its end. Needs payload permission.',
  action: 'attempt.log.read',
  params: idParameters,
  query: z.strictObject({
    ...downloadQuery.shape,
    offset: z.coerce
      .number()
      .int()
      .min(0)
      .max(Number.MAX_SAFE_INTEGER)
      .optional()
      .meta({ description: 'So many bytes are left out at its beginning: to go on after a broken download.' }),
  }),
  answers: { 200: { description: 'The text', schema: z.string(), mediaType: 'text/plain; charset=utf-8' } },
  problems: [404],
  run: async (context, { params: { id }, query: { offset, download } }) => {
    const { body, final } = await openAttemptLog(context, id, offset);
    const headers = {
      'x-raydeck-final': String(final),
      ...attachment(download === 'true' ? `${id}.log` : null),
    };
    return { status: 200, stream: streamOf(body), headers };
  },
});
