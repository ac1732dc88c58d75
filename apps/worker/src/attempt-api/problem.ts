import { type ErrorCode, RaydeckError } from '@raydeck/core';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';

const statuses = {
  NOT_FOUND: 404,
  CONFLICT: 409,
  INVALID: 400,
  FORBIDDEN: 401,
  PRECONDITION: 412,
  UNAVAILABLE: 503,
  INTERNAL: 500,
} as const satisfies Record<ErrorCode, number>;

/** Errors as the protocol wants them. Unknown ones say nothing of their inside and invite another try. */
export function problem(context: Context, error: unknown): Response {
  const known = error instanceof RaydeckError ? error : fromHttp(error);
  const code = known?.code ?? 'UNAVAILABLE';
  const title = known?.message ?? 'The worker could not do this now.';
  return context.body(JSON.stringify({ type: 'about:blank', status: statuses[code], code, title }), statuses[code], {
    'content-type': 'application/problem+json',
    ...(code === 'UNAVAILABLE' ? { 'retry-after': '1' } : {}),
  });
}

function fromHttp(error: unknown): RaydeckError | null {
  if (!(error instanceof HTTPException)) return null;
  return new RaydeckError(error.status < 500 ? 'INVALID' : 'UNAVAILABLE', error.message);
}
