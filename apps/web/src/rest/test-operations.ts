import { actions } from '@raydeck/core';
import { z } from 'zod';
import { endpoints } from './endpoints.ts';
import { getOpenapi } from './endpoints/get-openapi.ts';
import { openapiDocument } from './openapi.ts';

/** What the tests walk of the document: as a reader of its JSON finds it. */
const Document = z.object({
  openapi: z.string(),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        operationId: z.string(),
        'x-raydeck-action': z.enum(actions).nullable(),
        security: z.array(z.unknown()).optional(),
        responses: z.record(z.string(), z.object({ content: z.record(z.string(), z.unknown()).default({}) })),
      }),
    ),
  ),
});

/** For tests only. */
export const document = Document.parse(JSON.parse(JSON.stringify(openapiDocument([...endpoints, getOpenapi]))));

/** For tests only: every operation of the document. */
export const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, { 'x-raydeck-action': action, ...operation }]) => ({
    name: `${method.toUpperCase()} ${path}`,
    method: method.toUpperCase(),
    path,
    action,
    ...operation,
  })),
);
