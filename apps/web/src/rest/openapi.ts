import { needsOf } from '@raydeck/core';
import { createDocument, type ZodOpenApiPathsObject, type ZodOpenApiResponsesObject } from 'zod-openapi';
import type { Endpoint } from './endpoint.ts';
import { Problem, problemKinds } from './problem.ts';

/** The API's description, from the schemas that the endpoints themselves parse and answer by. */
export function openapiDocument(endpoints: readonly Endpoint[]) {
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Raydeck',
      version: '1',
      description: 'Durable tasks on Ray. Errors are application/problem+json with a stable code.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/api/v1' }],
    security: [{ apiKey: [] }, { session: [] }],
    components: {
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', bearerFormat: 'rdk_<prefix>_<secret>' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'raydeck.session',
          description: 'The console’s session; its name carries the port. Changes only from the console’s own pages.',
        },
      },
    },
    paths: pathsOf(endpoints),
  });
}

function pathsOf(endpoints: readonly Endpoint[]): ZodOpenApiPathsObject {
  const paths: ZodOpenApiPathsObject = {};
  for (const endpoint of endpoints) {
    const method = endpoint.method.toLowerCase() as Lowercase<Endpoint['method']>;
    paths[endpoint.path] = { ...paths[endpoint.path], [method]: operationOf(endpoint) };
  }
  return paths;
}

function operationOf({ operationId, summary, description, action, params, query, headers, body, ...rest }: Endpoint) {
  return {
    operationId,
    summary,
    tags: [rest.path.split('/')[1] ?? ''],
    description: [description, whoMay(action)].filter(Boolean).join(' '),
    // What a role or scope must allow; null is open to everybody.
    'x-raydeck-action': action,
    ...(action === null && { security: [] }),
    requestParams: { ...(params && { path: params }), ...(query && { query }), ...(headers && { header: headers }) },
    ...(body && {
      requestBody: { required: !rest.isBodyOptional, content: { 'application/json': { schema: body } } },
    }),
    // Bytes have no schema.
    ...(rest.upload && { requestBody: { required: true, content: { [rest.upload.mediaType]: {} } } }),
    responses: responsesOf(rest.answers, problemStatuses(action, Boolean(body ?? rest.upload), rest.problems ?? [])),
  };
}

function whoMay(action: Endpoint['action']): string {
  if (action === null) return 'Open to everybody.';
  const { role, scope } = needsOf(action);
  return `For the role ${role} and above, and keys with ${scope === 'admin' ? scope : `${scope} or admin`}.`;
}

function responsesOf(answers: Endpoint['answers'], problems: readonly number[]): ZodOpenApiResponsesObject {
  const responses: ZodOpenApiResponsesObject = {};
  for (const [status, { description, schema, mediaType = 'application/json', headers }] of Object.entries(answers)) {
    responses[`${Number(status)}` as '200'] = {
      description,
      ...(schema && { content: { [mediaType]: { schema } } }),
      ...(headers && { headers }),
    };
  }
  for (const status of problems) {
    const titles = Object.values(problemKinds).filter((kind) => kind.status === status);
    const description = titles.map(({ title }) => title).join('; ');
    responses[`${status}` as '400'] = { description, content: { 'application/problem+json': { schema: Problem } } };
  }
  return responses;
}

function problemStatuses(action: Endpoint['action'], hasBody: boolean, own: readonly number[]): number[] {
  const common = [400, ...(action ? [401, 403] : []), ...(hasBody ? [413, 415] : []), 500, 503];
  return [...new Set([...common, ...own])].toSorted((a, b) => a - b);
}
