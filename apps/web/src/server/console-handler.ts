import { randomUUID } from 'node:crypto';
import { type Action, type ErrorCode, may, RaydeckError } from '@raydeck/core';
import { contextOf } from './container.ts';
import { describeError, log } from './log.ts';
import { currentPrincipal, rememberedPrincipal, type UserPrincipal } from './principal.ts';
import { isSameOrigin } from './same-origin.ts';

export type ConsoleContext = ReturnType<typeof contextOf> & { principal: UserPrincipal };

const statuses: Partial<Record<ErrorCode, number>> = {
  NOT_FOUND: 404,
  CONFLICT: 409,
  INVALID: 400,
  FORBIDDEN: 403,
  PRECONDITION: 412,
  UNAVAILABLE: 503,
};

interface Definition {
  permission: Action;
  /** Whether it leaves something behind, if only a line in the audit log: then it must come from our own pages. */
  writes?: boolean;
  /** Whether open pages ask it every second: then who asks may be some seconds old. */
  isPolled?: boolean;
  run: (context: ConsoleContext, request: Request) => Promise<Response>;
}

/** A route that the console's own pages ask with their cookie: person, permission, and errors in words. */
export function consoleHandler({ permission, writes = false, isPolled = false, run }: Definition) {
  return async (request: Request): Promise<Response> => {
    if (writes && !isSameOrigin(request.headers)) return refusal(403, 'This request did not come from the console.');
    try {
      const principal = await (isPolled ? rememberedPrincipal() : currentPrincipal());
      if (!principal) return refusal(401, 'Your session is over. Sign in again.');
      if (!may(principal, permission)) return refusal(403, `Your role ${principal.role} does not allow this.`);
      return await run({ ...contextOf(principal), principal }, request);
    } catch (error) {
      return failed(error);
    }
  };
}

function refusal(status: number, message: string): Response {
  return Response.json({ message }, { status, headers: { 'cache-control': 'no-store' } });
}

function failed(error: unknown): Response {
  const status = error instanceof RaydeckError ? statuses[error.code] : undefined;
  if (error instanceof RaydeckError && status) return refusal(status, error.message);
  const requestId = randomUUID();
  log('error', 'console.failed', { requestId, ...describeError(error) });
  return refusal(500, `Something went wrong on our side. The log knows it as ${requestId}.`);
}
