import { readArguments } from '@raydeck/services';
import { z } from 'zod';
import { jsonReply } from '../content-reply.ts';
import { endpoint } from '../endpoint.ts';
import { downloadQuery, idParameters } from '../resources/parameters.ts';

export const getArguments = endpoint({
  method: 'GET',
  path: '/tasks/{id}/arguments',
  operationId: 'getArguments',
  summary: 'What a task is called with',
  description: '{"args": […], "kwargs": {…}}, digit for digit, streamed. Needs payload permission.',
  action: 'task.read',
  params: idParameters,
  query: downloadQuery,
  answers: { 200: { description: 'The arguments', schema: z.unknown() } },
  problems: [404],
  run: async (context, { params: { id }, query }) =>
    jsonReply(await readArguments(context, id), query.download === 'true' ? `${id}-arguments.json` : null),
});
