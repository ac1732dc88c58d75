import { type ErrorCode, RaydeckError } from '@raydeck/core';
import { z } from 'zod';
import { isDatabaseAway } from './database-away.ts';
import { RequestError, type RequestErrorCode } from './request-error.ts';

type Code = ErrorCode | RequestErrorCode;

/** The one table from our codes to HTTP. */
export const problemKinds: Record<Code, { status: number; title: string }> = {
  INVALID: { status: 400, title: 'The request is not valid' },
  UNAUTHENTICATED: { status: 401, title: 'Credentials are missing or not valid' },
  FORBIDDEN: { status: 403, title: 'Not allowed' },
  NOT_FOUND: { status: 404, title: 'Not found' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'Method not allowed' },
  CONFLICT: { status: 409, title: 'The state does not allow it' },
  PRECONDITION: { status: 409, title: 'A precondition does not hold' },
  TOO_LARGE: { status: 413, title: 'The body is too large' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'The media type is not supported' },
  INTERNAL: { status: 500, title: 'Something went wrong on our side' },
  UNAVAILABLE: { status: 503, title: 'Not available now' },
};

export const Problem = z
  .strictObject({
    status: z.int(),
    code: z.enum(codesOf(problemKinds)).meta({ description: 'Stable; programs decide by it.' }),
    title: z.string(),
    detail: z.string(),
    errors: z.array(z.strictObject({ path: z.string(), problem: z.string() })),
    requestId: z.string().meta({ description: 'Names this request in the log.' }),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;

/** What the caller may know of an error; of an unknown one that is only the request's id. */
export function problemOf(error: unknown, requestId: string): Problem {
  if (error instanceof RequestError) return problem(error.code, error.message, error.errors, requestId);
  if (error instanceof RaydeckError && error.code !== 'INTERNAL') {
    const { path, message } = error;
    const text = path && message.startsWith(`${path}: `) ? message.slice(path.length + 2) : message;
    return problem(error.code, message, path === undefined ? [] : [{ path, problem: text }], requestId);
  }
  if (isDatabaseAway(error))
    return problem('UNAVAILABLE', 'The database does not answer now. Try again.', [], requestId);
  return problem('INTERNAL', `The log knows more under ${requestId}.`, [], requestId);
}

export function problemResponse(body: Problem, headers: Readonly<Record<string, string>> = {}): Response {
  const later: Record<string, string> = body.status === 503 ? { 'retry-after': '2' } : {};
  const type = { 'content-type': 'application/problem+json', 'cache-control': 'no-store' };
  return new Response(JSON.stringify(body), {
    status: body.status,
    headers: { ...headers, ...later, ...type, 'x-request-id': body.requestId },
  });
}

function problem(
  code: Code,
  detail: string,
  errors: Problem['errors'] | RequestError['errors'],
  requestId: string,
): Problem {
  return { ...problemKinds[code], code, detail, errors: [...errors], requestId };
}

/** The keys of a record are the keys of its type. */
function codesOf(kinds: Record<Code, unknown>): [Code, ...Code[]] {
  return Object.keys(kinds) as [Code, ...Code[]];
}
