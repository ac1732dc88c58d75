import { listCatalogue as list } from '@raydeck/services';
import { z } from 'zod';
import { endpoint } from '../endpoint.ts';
import { listOf } from '../resources/operations.ts';
import { CatalogueItem } from '../resources/profile.ts';

export const listCatalogue = endpoint({
  method: 'GET',
  path: '/catalogue',
  operationId: 'listCatalogue',
  summary: 'What the current versions of the profiles hold to be called',
  description: 'As far as a key’s callables reach.',
  action: 'catalogue.read',
  query: z.strictObject({
    profile: z.string().min(1).max(100).optional(),
    callable: z.string().min(1).max(255).optional().meta({ description: 'A whole path.' }),
  }),
  answers: { 200: { description: 'By profile and path, five thousand at most', schema: listOf(CatalogueItem) } },
  run: async (context, { query }) => ({ status: 200, body: { items: await list(context, query) } }),
});
