import { createApiKey } from '@raydeck/services';
import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { MadeApiKey, NewApiKeyBody } from '../resources/administration.ts';

export const createKey = endpoint({
  method: 'POST',
  path: '/keys',
  operationId: 'createKey',
  summary: 'Make an API key',
  description:
    'Its text is in this answer and nowhere else. A key makes none that may do more than itself, or for longer.',
  action: 'key.write',
  body: NewApiKeyBody,
  answers: { 201: { description: 'Made', schema: MadeApiKey, headers: z.object({ location: z.string() }) } },
  run: async (context, { body: { expiresAt, ...rest } }) => {
    const end = typeof expiresAt === 'string' ? new Date(expiresAt) : null;
    const { text, ...key } = await createApiKey(context, { ...rest, expiresAt: end });
    return { status: 201, body: { ...key, key: text }, headers: { location: `/api/v1/keys/${key.id}` } };
  },
});
