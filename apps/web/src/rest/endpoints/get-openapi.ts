import { z } from 'zod';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { endpoints } from '../endpoints.ts';
import { openapiDocument } from '../openapi.ts';

export const getOpenapi: Endpoint = endpoint({
  method: 'GET',
  path: '/openapi.json',
  operationId: 'getOpenapi',
  summary: 'This document',
  action: null,
  answers: { 200: { description: 'OpenAPI 3.1', schema: z.looseObject({ openapi: z.string() }) } },
  run: async () => ({ status: 200, body: apiDocument() }),
});

let document: ReturnType<typeof openapiDocument> | undefined;

/** The whole of the API; made once, for it takes a while. */
export function apiDocument() {
  document ??= openapiDocument([...endpoints, getOpenapi]);
  return document;
}
