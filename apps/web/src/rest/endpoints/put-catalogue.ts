import { putCatalogue as put } from '@raydeck/services';
import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { CatalogueBody, versionParameters } from '../resources/profile.ts';

export const putCatalogue = endpoint({
  method: 'PUT',
  path: '/profiles/{name}/versions/{version}/catalogue',
  operationId: 'putCatalogue',
  summary: 'Replace the catalogue of a profile version',
  description: 'From then on a task’s arguments are held against it when it is enqueued.',
  action: 'catalogue.write',
  params: versionParameters,
  body: CatalogueBody,
  answers: { 200: { description: 'Replaced', schema: z.strictObject({ count: z.int() }) } },
  problems: [404],
  run: async (context, { params, body: { entries } }) => ({
    status: 200,
    body: await put(context, { ...params, entries }),
  }),
});
