import { problemOf, problemResponse } from './problem.ts';
import { invalidRequest } from './request-error.ts';

/**
 * 400 for a path whose escapes are no UTF-8, else null. For `proxy.ts`: to such a path Next itself answers 500, before it looks
 * for a handler.
 */
export function malformedPath(pathname: string): Response | null {
  try {
    decodeURIComponent(pathname);
    return null;
  } catch {
    const error = invalidRequest([{ path: '', problem: 'The path holds escapes that are no UTF-8.' }]);
    return problemResponse(problemOf(error, crypto.randomUUID()));
  }
}
