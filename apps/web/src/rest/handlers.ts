import { randomUUID } from 'node:crypto';
import { log } from '../server/log.ts';
import { metrics } from '../server/metrics.ts';
import type { Endpoint, Method } from './endpoint.ts';
import { createHandler, type Handler, type Wiring } from './handler.ts';
import { problemOf, problemResponse } from './problem.ts';
import { RequestError } from './request-error.ts';

const methods: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** What a route.ts exports: the endpoints of one path, and 405 for every other method. */
export function handlers(...endpoints: readonly Endpoint[]): Record<Method, Handler> {
  const allow = endpoints.map((endpoint) => endpoint.method).join(', ');
  const entries = methods.map((method): [Method, Handler] => {
    const endpoint = endpoints.find((one) => one.method === method);
    return [
      method,
      endpoint
        ? counted(endpoint, createHandler(endpoint, wiring, logFailure))
        : () => refuse(methodNotAllowed(method, allow)),
    ];
  });
  return recordOf(entries);
}

/** Tells Prometheus of each answer. */
function counted({ method, path }: Endpoint, handler: Handler): Handler {
  return async (request, route) => {
    const startedAt = performance.now();
    const response = await handler(request, route);
    const { status } = response;
    metrics().count({ method, route: path, status, seconds: (performance.now() - startedAt) / 1000 });
    return response;
  };
}

/** Every method of a path that is none. */
export function unknownPath(): Record<Method, () => Promise<Response>> {
  const handler = (): Promise<Response> =>
    refuse(new RequestError('NOT_FOUND', 'There is nothing at this path. See /api/v1/openapi.json.'));
  return recordOf(methods.map((method) => [method, handler]));
}

/** Loaded at the first request: a build has no environment, and the tests of the endpoints need none of it. */
async function wiring(): Promise<Wiring> {
  const { restWiring } = await import('./wiring.ts');
  return restWiring;
}

function logFailure(event: string, fields: object): void {
  log('error', event, fields);
}

function methodNotAllowed(method: string, allow: string): RequestError {
  return new RequestError('METHOD_NOT_ALLOWED', `${method} is not served here.`, { headers: { allow } });
}

async function refuse(error: RequestError): Promise<Response> {
  return problemResponse(problemOf(error, randomUUID()), error.headers);
}

/** The entries are made from the whole list of methods. */
function recordOf<T>(entries: [Method, T][]): Record<Method, T> {
  return Object.fromEntries(entries) as Record<Method, T>;
}
